"""一镇一档、一村一档: everything that is known of a region, block by block, at one moment."""

from dataclasses import dataclass
from datetime import datetime

from data.archive.block import Block
from data.archive.life import assets, documents, events, indicators, lists, newest_events, open_items
from data.archive.place import people, place
from data.archive.records import enterprises, land, ledgers, projects
from data.briefer import briefer
from data.errors import UnknownRegion
from data.house import House
from data.ledgers.fields import dictionary
from data.queries.asked import asked
from data.queries.profiles import Profile, profile_of
from data.queries.regions import Region, ancestors, children
from data.scope import Scope
from data.view import View

DEEPEST = 5  # a single cell has no archive


@dataclass(frozen=True)
class Archive:
    """`line`: the way down to it, itself the last; `below`: archives inside."""

    here: Region
    line: list[Region]
    below: list[Region]
    now: datetime
    provenance: str
    profile: Profile
    blocks: list[Block]


def archive(house: House, code: str, scope: Scope) -> Archive:
    """UnknownRegion outside the scope; "" is where the scope begins."""
    view, me = View(region=code, window="ytd"), briefer(house)
    newest, items = newest_events(house, view, scope), open_items(house, view, scope)  # by connections of their own
    with asked(house, view, scope) as a:
        if a.here.level > DEEPEST:
            raise UnknownRegion(f"no archive {code}")
        known = dictionary(a.connection)
        blocks = [
            place(a),
            people(a),
            land(a, known),
            ledgers(a, known),
            assets(a),
            enterprises(a, known, scope),
            projects(a, known, scope),
            events(a, newest),
            lists(a, items),
            indicators(a),
            documents(a, scope, me),
        ]
        line = [*ancestors(a.connection, a.here, scope), a.here]
        below = children(a.connection, a.here) if a.here.level < DEEPEST else []
        return Archive(a.here, line, below, a.now, a.lived, profile_of(a.connection, a.here, scope), blocks)
