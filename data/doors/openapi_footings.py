"""The paths of footings in the OpenAPI document."""

from data.doors.openapi_parts import (
    KEYED,
    ONCE,
    REPLAYED,
    SENDING,
    Part,
    any_of,
    body_of,
    door_of,
    in_path,
    json_of,
    problems,
    query,
    ref,
)
from data.footing_words import FOOTINGS

CODE = in_path("code", {"type": "string", "pattern": "^P[0-9]{8}-[0-9]{4,8}$", "examples": ["P20240725-0001"]})
LIST_FOOTINGS = door_of(
    "listFootings",
    "Regions on a war footing that touch what the sender sees, or the newest that are over",
    {"200": json_of(ref("Footings")), **problems(400, 401, 503)},
    security=KEYED,
    parameters=[query("state", any_of(FOOTINGS))],
)
ONE_FOOTING = door_of(
    "getFooting",
    "One footing, over or not",
    {"200": json_of(ref("Footing")), **problems(400, 401, 404, 503)},
    security=KEYED,
    parameters=[CODE],
)


def _post(name: str, about: str, model: str, status: str, *parameters: Part) -> Part:
    return door_of(
        name,
        about,
        {status: json_of(ref("Footing"), headers=REPLAYED), **problems(*SENDING, 403, 404, 409, 422)},
        security=KEYED,
        parameters=[*parameters, ONCE],
        requestBody=body_of(ref(model)),
    )


FOOTING_PATHS: dict[str, Part] = {
    "/api/v1/footings": {
        "get": LIST_FOOTINGS,
        "post": _post("declareFooting", "Put a region on a war footing", "NewFooting", "201"),
    },
    "/api/v1/footings/{code}": {"get": ONE_FOOTING},
    "/api/v1/footings/{code}/moves": {
        "post": _post("moveFooting", "Back to normal, with why", "FootingMove", "200", CODE)
    },
}
