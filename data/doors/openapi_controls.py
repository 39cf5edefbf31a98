"""The paths of gates and pumps in the OpenAPI document."""

from data.doors.openapi_parts import (
    KEYED,
    ONCE,
    OPEN,
    REGION,
    REPLAYED,
    SENDING,
    Part,
    body_of,
    door_of,
    in_path,
    json_of,
    problems,
    query,
    ref,
)

NUMBER = in_path("code", {"type": "string", "pattern": "^[A-Za-z0-9_.-]{1,48}$", "examples": ["GD0101"]})
LIST_CONTROLS = door_of(
    "listControls",
    "Gates and pumps of a region with what their stations tell and what the rules suggest",
    {"200": json_of(ref("Controls")), **problems(400, 401, 404, 503)},
    security=OPEN,
    parameters=[
        query("region", {"type": "string", "pattern": REGION}, "code of a region; the sender's own by default")
    ],
)
ORDER_CONTROL = door_of(
    "orderControl",
    "Record an order to a gate or pump, once under its key",
    {"201": json_of(ref("OrderTaken"), headers=REPLAYED), **problems(*SENDING, 403, 404, 409, 422)},
    security=KEYED,
    parameters=[NUMBER, ONCE | {"required": True}],
    requestBody=body_of(ref("ControlOrder")),
)
ANSWER_CONTROL = door_of(
    "answerControl",
    "Tell what came of an order",
    {"200": json_of(ref("OrderTaken"), headers=REPLAYED), **problems(*SENDING, 403, 404, 409, 422)},
    security=KEYED,
    parameters=[NUMBER, ONCE],
    requestBody=body_of(ref("ControlAnswer")),
)
CONTROL_PATHS: dict[str, Part] = {
    "/api/v1/controls": {"get": LIST_CONTROLS},
    "/api/v1/controls/{code}/orders": {"post": ORDER_CONTROL},
    "/api/v1/controls/{code}/answers": {"post": ANSWER_CONTROL},
}
