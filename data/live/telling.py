"""What is to be told to whom: the revisions where they moved, and the alarms since the last that he was told of."""

from collections.abc import Collection

from sqlalchemy import Connection

from data.house import House
from data.live.frames import frame, position_of, sign_of
from data.live.places import Place
from data.live.pulse import Told, for_scope, minute, of_exercises, signed
from data.queries.alarms_told import Alarm, Position, alarms_between, missed_between, newest
from data.queries.revisions import HOUSE, revisions
from data.scope import Scope

SOUNDING = ("warnings", "events")  # topics whose moves may have been alarms


class Telling:
    """One state of the house, read for all screens at once."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._revisions: Told = {}
        self._others: Told = {}
        self._minute = 0
        self._newest = Position()
        self._alarms: dict[tuple[Scope, Position], tuple[list[Alarm], dict[str, int]]] = {}
        self._shown: dict[Scope, Told] = {}
        self.accounts_moved = False

    def turned(self) -> bool:
        return minute(self._house) != self._minute

    def look(self, places: Collection[Place], *, others: bool) -> None:
        """Read what there is to tell these; `others` also what other servers of this machine do."""
        with self._house.engine.connect() as connection:
            now = revisions(connection)
            if any(now.get(topic) != self._revisions.get(topic) for topic in SOUNDING):
                self._newest = newest(connection)
            self.accounts_moved = bool(self._revisions) and now.get("accounts") != self._revisions.get("accounts")
            self._revisions, self._minute = now, minute(self._house)
            if others or not self._others:
                self._others = of_exercises(self._house)
            for place in places:
                place.position = place.position or position_of(place.resumed, self._of()) or self._newest
            behind = {(one.scope, one.position) for one in places if one.position and one.position != self._newest}
            self._alarms = {(s, after): self._since(connection, s, after) for s, after in behind}
        self._shown = {}

    def frames(self, place: Place) -> list[bytes]:
        """Those that are new to him. From now on he knows them."""
        told = []
        alarms, missed = self._alarms.get((place.scope, place.position or self._newest), ([], {}))
        if missed:
            told.append(frame("missed", missed, self.sign(place)))
        for alarm in alarms:
            plain = {name: value for name, value in alarm.items() if name != "position"}
            told.append(frame("alarm", plain, sign_of(self._of(), alarm["position"])))
        place.position = self._newest
        shown = self._for(place.scope)
        if shown != place.known:
            place.known = shown
            told.append(frame("revisions", shown | signed(), self.sign(place)))
        return told

    def _since(self, connection: Connection, scope: Scope, after: Position) -> tuple[list[Alarm], dict[str, int]]:
        alarms = alarms_between(connection, scope, after, self._newest)
        return alarms, missed_between(connection, scope, after, self._newest, alarms)

    def sign(self, place: Place) -> str:
        return sign_of(self._of(), place.position or self._newest)

    def _for(self, scope: Scope) -> Told:
        if scope not in self._shown:
            told = for_scope(self._revisions | self._others, scope)
            self._shown[scope] = told | {"minute": self._minute}
        return self._shown[scope]

    def _of(self) -> int:
        return self._revisions.get(HOUSE, 0)
