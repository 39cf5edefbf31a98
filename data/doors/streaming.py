"""How an answer becomes a stream: a place at a hub, without a thread where the server gives its socket away."""

from collections.abc import Callable, Iterator
from socket import socket
from typing import cast

from flask import Flask, Response, current_app, request

from data.accounts.seat import keyed, seated
from data.errors import CockpitError
from data.live.detach import Detaching, can_detach
from data.live.hub import Hub
from data.live.places import Asker, Detached, Place, Threaded
from data.scope import Scope

THREADED = 8  # places, where each holds a thread
EVENTS = "text/event-stream"
HEADERS = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}


def streamed(
    hub: Hub, scope: Scope, asker: Asker, most: int, each: int, *, resumed: str = "", show: str = ""
) -> Response:
    """From now on whoever asks is told by the hub. TooMany, TooManyOfOne."""
    detaches = can_detach(request.environ)
    place: Detached | Threaded = (Detached if detaches else Threaded)(scope, asker, resumed)
    place.show = show
    hub.reserve(place, who(), most if detaches else min(most, THREADED), each)
    return _detached(hub, place) if isinstance(place, Detached) else _threaded(hub, place)


def server() -> Flask:
    return cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]


def who() -> str:
    """Whose places are counted together: an account's, a key's, or those of one address."""
    if one := seated():
        return f"account:{one.id}"
    sender = keyed()
    return f"sender:{sender.id}" if sender else f"address:{request.remote_addr}"


def later(app: Flask, look: Callable[[], Scope]) -> Asker:
    """Asks the same request again, for what its sender may see by then: signed out or expired, nothing."""
    environ = {name: value for name, value in request.environ.items() if isinstance(value, str)}

    def ask() -> Scope | None:
        with app.request_context(environ):
            try:
                return look()
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
