"""What a request asks: known names only, each once."""

from flask import request

from data.errors import BadInput


def only(*names: str) -> dict[str, str]:
    """The query string as a mapping. BadInput for a name that means nothing here, or is given twice."""
    repeated = [name for name, values in request.args.lists() if len(values) > 1]
    if repeated:
        raise BadInput(f"{', '.join(sorted(repeated))}: given twice")
    if unknown := request.args.keys() - set(names):
        raise BadInput(f"unknown parameter {', '.join(sorted(unknown))}")
    return request.args.to_dict()
