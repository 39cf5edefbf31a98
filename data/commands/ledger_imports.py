"""A file of a ledger that a person brings on the page of forms: its columns named, then taken in bit by bit."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from data.acting import acting, answering
from data.commands.audit import acted
from data.commands.things import EDITORS
from data.errors import BadInput, Forbidden
from data.house import House
from data.language import gettext as _
from data.ledgers.fields import dictionary
from data.ledgers.importing import LEFT_OUT, Job, import_steps
from data.ledgers.taking import SKIPPED, columns_of
from data.life.actor import Actor
from data.things.files import open_things
from data.things.importing import Tally

LARGEST = 15 << 20  # bytes of a file on a page; larger ones go by the command line
ENDINGS = (".csv", ".xlsx")
ODD = re.compile(r"[^\w.()-]+")
LONGEST_NAME, LONGEST_SAMPLE, MOST_COLUMNS = 80, 40, 200


@dataclass(frozen=True, kw_only=True)
class File:
    content: bytes
    name: str
    ledger: str


@dataclass(frozen=True)
class Told:
    """What a file has: {column: field it is taken for, or ""}, a value of each, and how many rows."""

    columns: dict[str, str]
    samples: dict[str, str]
    rows: int


def columns_on_screen(house: House, file: File, role: str, number: int) -> Told:
    """BadInput for a file that cannot be read at all, Forbidden for who keeps no ledgers."""
    _keeper(house, role, number)
    with house.engine.connect() as connection:
        known = dictionary(connection)
    if (its := known.ledgers.get(file.ledger)) is None:
        raise BadInput(_("没有这个台账"))
    right, samples, n = columns_of(known, its, {}), dict[str, str](), 0
    with _laid(file) as path:
        for row in _rows(path):
            n += 1
            if not row.broken:
                for name, value in row.raw.items():
                    samples.setdefault(name, str(value)[:LONGEST_SAMPLE])
    if len(samples) > MOST_COLUMNS:
        raise BadInput(_("列数超过 {n}，请删去不用的列").format(n=MOST_COLUMNS))
    names = [name for name in samples if name not in SKIPPED]
    return Told({name: right.get(name, "") for name in names}, {name: samples[name] for name in names}, n)


def import_on_screen(house: House, file: File, mapping: Mapping[str, Any], role: str, number: int) -> Iterator[Tally]:
    """How far it is, after each bit. Left in the middle it goes on where it stopped, when the file is brought again."""
    actor = _keeper(house, role, number)
    told = {str(name): str(what) or LEFT_OUT for name, what in mapping.items()}
    if list(told.values()).count("code") != 1:
        raise BadInput(_("请指定一列为编号"))
    taken = [what for what in told.values() if what != LEFT_OUT]
    if len(set(taken)) < len(taken):
        raise BadInput(_("两列对应了同一个字段"))
    with _laid(file) as path:
        job = Job(path=path, ledger=file.ledger, actor=actor, mapping=told)
        steps = import_steps(house, job)
        with acted(house, actor, "ledger_import", f"{file.ledger} {path.name}"[:160]):
            _rows(path)
        yield from steps


def _keeper(house: House, role: str, number: int) -> Actor:
    """What he may not see he may not write either: a visitor of the demo is cleared as the role that he plays."""
    actor = acting(house, role, number)
    if actor.role not in EDITORS:
        raise Forbidden(_("这个角色不能修改台账"))
    return Actor(name=actor.name, role=actor.role, scope=answering(house, role), key=actor.key)


@contextmanager
def _laid(file: File) -> Iterator[Path]:
    """The file where readers of files find it."""
    ending = Path(file.name).suffix.lower()
    if len(file.content) > LARGEST:
        raise BadInput(_("文件超过 %(n)s MB，请拆分，或由管理员用命令导入") % {"n": LARGEST >> 20})
    if ending not in ENDINGS or not file.content:
        raise BadInput(_("请选 CSV 或 XLSX 文件"))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{ODD.sub('_', Path(file.name).stem)[:LONGEST_NAME]}{ending}"
        path.write_bytes(file.content)
        yield path


def _rows(path: Path) -> Iterator[Any]:
    try:
        return open_things(path, ())
    except BadInput:
        raise BadInput(_("这个文件读不出来：第一行须是表头，各列不能重名")) from None
