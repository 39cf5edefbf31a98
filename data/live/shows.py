"""The hub of briefings that are given: who follows one is told its state, whole, the moment it is committed."""

from collections.abc import Collection
from threading import Lock

from flask import Flask

from data.counters import SHOW_PLACES
from data.house import EXTENSION, House
from data.live.frames import frame
from data.live.hub import Hub
from data.live.places import Place
from data.queries.briefing_shows import Row, states

PACE_S = 0.03  # a pointer moves
KEY = "yitu-shows"
_making = Lock()


class ShowTelling:
    """The states of the shows that somebody follows; there is nothing to resume, for each frame says all."""

    accounts_moved = False

    def __init__(self, house: House) -> None:
        self._house = house
        self._states: dict[str, Row] = {}

    def turned(self) -> bool:
        return False

    def look(self, places: Collection[Place], *, others: bool) -> None:
        with self._house.engine.connect() as connection:
            self._states = states(connection, {place.show for place in places})

    def frames(self, place: Place) -> list[bytes]:
        """One that is not there any more was removed with its briefing: that is over, too."""
        now = self._states.get(place.show, {"over": True})
        if now == place.shown:
            return []
        place.shown = now
        return [frame("show", now, self.sign(place))]

    def sign(self, place: Place) -> str:
        return str(self._states.get(place.show, {}).get("revision", 0))


def show_hub(server: Flask) -> Hub:
    """That of this process; it stands still until somebody follows a show."""
    with _making:
        if KEY not in server.extensions:
            house: House = server.extensions[EXTENSION]
            telling = ShowTelling(house)
            server.extensions[KEY] = Hub(house, telling, name="shows", pace=PACE_S, gauge=SHOW_PLACES)
        hub: Hub = server.extensions[KEY]
        return hub
