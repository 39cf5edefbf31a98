"""What no door under /api serves: a problem document, not the page of the wall."""

from flask import Blueprint, Response, request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException

from data.doors.problem import problem

door = Blueprint("nowhere", __name__, url_prefix="/api")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@door.route("/<path:path>", methods=METHODS)
def nowhere(path: str) -> Response:
    if allowed := [method for method in METHODS if _serves(method)]:
        answer = problem(405, f"/api/{path} is served by {', '.join(allowed)}")
        answer.headers["Allow"] = ", ".join(allowed)
        return answer
    return problem(404, f"nothing is served at /api/{path}")


def _serves(method: str) -> bool:
    """Whether another door serves this address by `method`."""
    try:
        endpoint, _arguments = request_ctx.url_adapter.match(method=method)  # type: ignore[union-attr]
    except HTTPException:
        return False
    return bool(endpoint != request.endpoint)
