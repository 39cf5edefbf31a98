"""The paths of signals in the OpenAPI document."""

from data.doors.openapi_parts import (
    KEYED,
    MOMENT_OR_NOW,
    ONCE,
    OPEN,
    REGION,
    REPLAYED,
    SENDING,
    Part,
    any_of,
    body_of,
    door_of,
    json_of,
    problems,
    query,
    ref,
)
from data.signal_words import ALGORITHMS, SIGNAL_KINDS, SIGNAL_STATES
from data.words import WINDOWS

TAKE_SIGNALS = door_of(
    "takeSignals",
    "Tell a signal, or up to 1,000 of them; nobody has looked at them yet",
    {
        "200": json_of(ref("TakenSignal"), "Known to be told before", REPLAYED),
        "201": json_of(ref("TakenSignal"), "Created", REPLAYED),
        "207": json_of(ref("TakenSignals"), "A batch, each on its own account", REPLAYED),
        **problems(*SENDING, 403, 422),
    },
    security=KEYED,
    parameters=[ONCE],
    requestBody=body_of({"anyOf": [ref("NewSignal"), ref("NewSignals")]}),
)
LIST_SIGNALS = door_of(
    "listSignals",
    "Signals of a region and a window, those that wait first; at most 200 of each kind",
    {"200": json_of(ref("Signals")), **problems(400, 401, 404, 503)},
    security=OPEN,
    parameters=[
        query("region", {"type": "string", "pattern": REGION}, "code of a region; the sender's own by default"),
        query("window", any_of(WINDOWS)),
        query("at", MOMENT_OR_NOW),
        query("kind", any_of(SIGNAL_KINDS)),
        query("state", any_of(SIGNAL_STATES)),
        query("algorithm", any_of(ALGORITHMS)),
    ],
)
SIGNAL_PATHS: dict[str, Part] = {"/api/v1/signals": {"post": TAKE_SIGNALS, "get": LIST_SIGNALS}}
