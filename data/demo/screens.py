"""The room that a demo city comes with: a screen and what it shows in turn. Once, and not again when it was removed."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Table, select, update

from data.commands.facts import swap_fact
from data.commands.group_turns import follow, new_group
from data.commands.kiosks import LONGEST_DAYS, NewScreen, add_screen
from data.commands.rotations import add_rotation, change_rotation
from data.life.actor import Actor
from data.queries.regions import region_of
from data.schema import rotation, screen, screen_group
from data.scope import Scope
from data.yaml_file import read_yaml

TEMPLATE = Path(__file__).with_name("screens.yaml")
KEY = "demo_screens"
NUMBER = "00000001"  # of its codes, the same in every demo
MAKER = Actor(name="演示值班员", role="duty_officer", scope=Scope.guest())


def install_screens(connection: Connection, now: datetime) -> bool:
    """Whether they were made now, real time: the screen's token ends by it. Nobody is told the token."""
    if not swap_fact(connection, KEY, None, "made"):
        return False
    told = read_yaml(TEMPLATE)
    pages = [(path, seconds, condition) for path, seconds, condition in told["pages"]]
    turns = add_rotation(connection, told["rotation"], "", MAKER, now, pages)
    change_rotation(connection, turns, told["rotation"], told["day"], told["night"], MAKER.scope)
    room = new_group(connection, told["room"], region_of(connection, "", MAKER.scope).id)
    follow(connection, room["id"], connection.scalar(select(rotation.c.id).where(rotation.c.code == turns)))
    code, _token = add_screen(
        connection, NewScreen(name=told["screen"], group=room["code"], days=LONGEST_DAYS), MAKER, now
    )
    for table, own in ((rotation, turns), (screen_group, room["code"]), (screen, code)):
        _numbered(connection, table, own)
    return True


def _numbered(connection: Connection, table: Table, code: str) -> None:
    connection.execute(update(table).where(table.c.code == code).values(code=f"{code[0]}{NUMBER}"))
