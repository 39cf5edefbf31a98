"""The paths of calls, notices and broadcasts in the OpenAPI document."""

from data.callout_words import CALLOUT_KINDS, REACHES
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
from data.queries.callouts import MOST

CODE = in_path("code", {"type": "string", "pattern": "^C[0-9]{8}-[0-9]{4,8}$", "examples": ["C20240725-0001"]})
LIST_CALLOUTS = door_of(
    "listCallouts",
    "Calls, notices and broadcasts of regions within the sender's, the newest first",
    {"200": json_of(ref("Callouts")), **problems(400, 401, 503)},
    security=KEYED,
    parameters=[
        query("kind", any_of(CALLOUT_KINDS)),
        query("limit", {"type": "integer", "minimum": 1, "maximum": MOST}),
    ],
)
ONE_CALLOUT = door_of(
    "getCallout",
    "One of them with a page of its targets",
    {"200": json_of(ref("CalloutWhole")), **problems(400, 401, 404, 503)},
    security=KEYED,
    parameters=[
        CODE,
        query("reach", any_of(REACHES)),
        query("after", {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}, "the last number of the page before"),
    ],
)


def _post(name: str, about: str, model: str, status: str, *parameters: Part) -> Part:
    return door_of(
        name,
        about,
        {status: json_of(ref("CalloutWhole"), headers=REPLAYED), **problems(*SENDING, 403, 404, 409, 422)},
        security=KEYED,
        parameters=[*parameters],
        requestBody=body_of(ref(model)),
    )


CALLOUT_PATHS: dict[str, Part] = {
    "/api/v1/callouts": {
        "get": LIST_CALLOUTS,
        "post": _post("callOut", "Call, tell many, or broadcast", "NewCallout", "201", ONCE | {"required": True}),
    },
    "/api/v1/callouts/{code}": {"get": ONE_CALLOUT},
    "/api/v1/callouts/{code}/moves": {
        "post": _post(
            "moveCallout", "Stop it, or call those again who were not reached", "CalloutMove", "200", CODE, ONCE
        )
    },
    "/api/v1/callouts/{code}/answers": {
        "post": _post("answerCallout", "What came of its targets, all or none", "CalloutAnswers", "200", CODE, ONCE)
    },
}
