"""What a rule's warning rests on, in parts, so that it can be told in any language; stored words stay the record."""

from typing import Any

import orjson

NAMED = 3  # numbers that a sentence names


def said(evidence: str | bytes | None, about: str | None, rule: str | None) -> str | None:
    """JSON of about (the station or region), rule (its name), the first numbers, how many and of how many stations.

    None for what no rule has raised.
    """
    if not evidence or not rule:
        return None
    told = orjson.loads(evidence)
    numbers = told.get("numbers") or []
    return parts(numbers, about=about or "", rule=rule)


def parts(numbers: list[dict[str, Any]], **more: Any) -> str:
    """The same of numbers that are known already."""
    stations = len({one["station_id"] for one in numbers})
    named = [one | {"station_id": 0} for one in numbers[:NAMED]]  # the house's own: no screen is told of it
    kept = {"numbers": named, "n": len(numbers), "stations": stations}
    return orjson.dumps(kept | more).decode()
