"""Addresses under /api that no door serves: a problem document, not the page of the wall."""

from flask import Blueprint, Response

from data.doors.problem import problem

door = Blueprint("nowhere", __name__, url_prefix="/api")


@door.route("/<path:path>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def nowhere(path: str) -> Response:
    return problem(404, f"nothing is served at /api/{path}")
