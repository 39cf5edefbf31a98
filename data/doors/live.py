"""The stream of what moves (server-sent events), and the same as one small answer for whoever cannot keep a stream."""

from flask import Blueprint, Response, request

from data.acting import looking
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.keys import answer_keys, sender_or_guest
from data.doors.problem import answer_errors, problem
from data.doors.streaming import EVENTS, HEADERS, later, server, streamed
from data.errors import TooMany
from data.house import House, house
from data.live.frames import position_of, sign_of
from data.live.hub import hub_of
from data.live.pulse import of_exercises, told
from data.queries.alarms_told import alarms_between, missed_between, newest
from data.queries.revisions import HOUSE, revisions
from data.scope import Scope

door = Blueprint("live", __name__, url_prefix="/api/v1")
answer_errors(door)
answer_keys(door)
AGAIN_S = 10  # after which a client that found no place may try again


@door.errorhandler(TooMany)
def full(error: TooMany) -> Response:
    answer = problem(error.status, str(error))
    answer.headers["Retry-After"] = str(AGAIN_S)
    return answer


@door.get("/live")
def live() -> Response:
    """Events `revisions`, `alarm`, `missed` and `beat`; `Last-Event-ID` or `last` says what has been heard before."""
    resumed = only("last").get("last", "") or request.headers.get("Last-Event-ID", "")
    app, home = server(), house()
    scope = _scope(home)
    if request.method == "HEAD":
        return Response(mimetype=EVENTS, headers=HEADERS)
    with home.engine.connect() as connection:
        revisions(connection)  # where the database does not answer, nobody waits for it in silence
    most, each = home.settings.live_screens, home.settings.live_each
    asker = later(app, lambda: _scope(house()))
    return streamed(hub_of(app), scope, asker, most, each, resumed=resumed)


@door.get("/revisions")
def now() -> Response:
    """{revisions, alarms since `last`, missed, last}: what the stream would have told, for who asks now and then."""
    resumed, home = only("last").get("last", ""), house()
    scope = _scope(home)
    with home.engine.connect() as connection:
        shown, upto = told(home, connection, scope), newest(connection)
        of = revisions(connection).get(HOUSE, 0)
        after = position_of(resumed, of) or upto
        alarms = alarms_between(connection, scope, after, upto)
        missed = missed_between(connection, scope, after, upto, alarms)
    plain = [{name: value for name, value in one.items() if name != "position"} for one in alarms]
    heard = {"revisions": shown | of_exercises(home), "alarms": plain, "missed": missed, "last": sign_of(of, upto)}
    answer = json_response(heard)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _scope(home: House) -> Scope:
    sender_or_guest(request, home)
    return looking(home)
