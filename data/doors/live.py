"""The stream of what moves (server-sent events), and the same as one small answer for whoever cannot keep a stream."""

from collections.abc import Callable, Iterator
from socket import socket
from typing import cast

from flask import Blueprint, Flask, Response, current_app, request

from data.accounts.seat import keyed, seated
from data.acting import looking
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.keys import answer_keys, sender_or_guest
from data.doors.problem import answer_errors, problem
from data.errors import CockpitError, TooMany
from data.house import House, house
from data.live.detach import Detaching, can_detach
from data.live.frames import position_of, sign_of
from data.live.hub import Hub, hub_of
from data.live.places import Asker, Detached, Place, Threaded
from data.live.pulse import of_exercises, told
from data.queries.alarms_told import alarms_between, missed_between, newest
from data.queries.revisions import HOUSE, revisions
from data.scope import Scope

door = Blueprint("live", __name__, url_prefix="/api/v1")
answer_errors(door)
answer_keys(door)
AGAIN_S = 10  # after which a client that found no place may try again
THREADED = 8  # places, where each holds a thread
EVENTS = "text/event-stream"
HEADERS = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}


@door.errorhandler(TooMany)
def full(error: TooMany) -> Response:
    answer = problem(error.status, str(error))
    answer.headers["Retry-After"] = str(AGAIN_S)
    return answer


@door.get("/live")
def live() -> Response:
    """Events `revisions`, `alarm`, `missed` and `beat`; `Last-Event-ID` or `last` says what has been heard before."""
    resumed = only("last").get("last", "") or request.headers.get("Last-Event-ID", "")
    server, home = _server(), house()
    scope = _scope(home)
    if request.method == "HEAD":
        return Response(mimetype=EVENTS, headers=HEADERS)
    with home.engine.connect() as connection:
        revisions(connection)  # where the database does not answer, nobody waits for it in silence
    hub, asker = hub_of(server), _later(server)
    most, each = home.settings.live_screens, home.settings.live_each
    if can_detach(request.environ):
        detached = Detached(scope, asker, resumed)
        hub.reserve(detached, _who(), most, each)
        return _detached(hub, detached)
    threaded = Threaded(scope, asker, resumed)
    hub.reserve(threaded, _who(), min(most, THREADED), each)
    return _threaded(hub, threaded)


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


def _who() -> str:
    """Whose places are counted together: an account's, a key's, or those of one address."""
    if one := seated():
        return f"account:{one.id}"
    sender = keyed()
    return f"sender:{sender.id}" if sender else f"address:{request.remote_addr}"


def _scope(home: House) -> Scope:
    sender_or_guest(request, home)
    return looking(home)


def _server() -> Flask:
    return cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]


def _later(server: Flask) -> Asker:
    """Asks the same request again, for what its sender may see by then: signed out or expired, nothing."""
    environ = {name: value for name, value in request.environ.items() if isinstance(value, str)}

    def ask() -> Scope | None:
        with server.request_context(environ):
            try:
                return _scope(house())
            except CockpitError:
                return None

    return ask


def _detached(hub: Hub, place: Detached) -> Response:
    def take(sock: socket, head: bytes) -> None:
        place.hold(sock, head)
        hub.join_in(place)

    return Detaching(mimetype=EVENTS, headers=HEADERS).taken_by(take)


def _threaded(hub: Hub, place: Threaded) -> Response:
    answer = Response(_pieces(place), mimetype=EVENTS, headers=HEADERS)
    answer.call_on_close(_leaving(hub, place))
    hub.join_in(place)
    return answer


def _leaving(hub: Hub, place: Place) -> Callable[[], None]:
    return lambda: hub.leave(place)


def _pieces(place: Threaded) -> Iterator[bytes]:
    while (piece := place.pieces.get()) is not None:
        yield piece
