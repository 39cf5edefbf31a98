"""A bureau's sheet is taken in as a whole: each cell is new, known, restated, or waits in the quarantine."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, insert

from data.commands.indicator_values import Said, say
from data.commands.revisions import bump
from data.engine import writing
from data.errors import BadInput
from data.house import House
from data.indicator.cells import Cell, cells_of
from data.indicator.profile import Layout
from data.indicator.taking import Taker, taker_of
from data.intake.batch import close_batch, count_batch, open_batch
from data.intake.keep import kept_row
from data.intake.record import Fault
from data.intake.table import digest
from data.language import gettext as _
from data.life.actor import Actor
from data.schema import quarantine

DOOR = "indicators"
Kept = list[tuple[Cell, Fault]]


@dataclass
class Tally:
    """new + restated + known + blank + quarantined = cells, always. `finished`: this file was taken in before."""

    cells: int = 0
    new: int = 0
    restated: int = 0
    known: int = 0
    blank: int = 0
    quarantined: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    finished: bool = False


def import_indicators(house: House, path: Path, layout: Layout, actor: Actor, reason: str = "") -> Tally:
    """All of it in one transaction, what is calculated from it included. BadInput when it is not laid out so."""
    cells, now = cells_of(path, layout), house.clock.now()
    if not cells:
        raise BadInput(_("文件里没有数"))
    with writing(house.engine) as connection:
        bump(connection, "indicators")  # first, as all who write of indicators do
        batch, new = open_batch(connection, path, digest(path), layout.name, actor.name[:64], now)
        if not new:
            return _before(batch)
        taker = taker_of(connection, actor, path.name, now, layout.names)
        told, kept, blank = _made_out(taker, cells)
        why = reason or _("导入 {file}").format(file=path.name)
        counts = say(connection, told, actor.name, why, now)
        _keep(connection, kept, layout, actor, int(batch["id"]), now)
        faults = dict(Counter(fault.code for _cell, fault in kept))
        tally = Tally(len(cells), counts["new"], counts["restated"], counts["known"], blank, len(kept), faults)
        _close(connection, int(batch["id"]), tally, now)
    return tally


def _before(batch: RowMapping) -> Tally:
    told = Tally(batch["rows_read"], batch["imported"], 0, batch["merged"], 0, batch["quarantined"], finished=True)
    told.blank = told.cells - told.new - told.known - told.quarantined
    return told


def _made_out(taker: Taker, cells: list[Cell]) -> tuple[list[Said], Kept, int]:
    """What is said, what cannot be taken, and how many cells hold no number. Of two that differ the first holds."""
    found: dict[Any, tuple[Cell, Said]] = {}
    kept: Kept = []
    blank = same = 0
    for cell in cells:
        try:
            said = taker.take(cell)
        except Fault as fault:
            kept.append((cell, fault))
            continue
        if said is None:
            blank += 1
        elif said.key in found and found[said.key][1].value != said.value:
            kept.append((cell, Fault("duplicate", _("同一指标、地区、时期在文件里有两个不同的数"))))
        else:
            same += said.key in found
            found.setdefault(said.key, (cell, said))
    return [said for _cell, said in found.values()], kept, blank + same


def _keep(connection: Connection, kept: Kept, layout: Layout, actor: Actor, batch: int, now: datetime) -> None:
    if not kept:
        return
    about = {"door": DOOR, "origin": actor.name, "profile": layout.name}
    rows = [kept_row(raw=_raw(cell), fault=fault, now=now, **about) for cell, fault in kept]
    places = [{"batch_id": batch, "row": cell.get("row")} for cell, _fault in kept]
    connection.execute(insert(quarantine), [row | place for row, place in zip(rows, places, strict=True)])
    bump(connection, "intake")


def _raw(cell: Cell) -> dict[str, Any]:
    return {name: value for name, value in cell.items() if name != "row" and value not in ("", None)}


def _close(connection: Connection, batch: int, tally: Tally, now: datetime) -> None:
    counted = {"rows_read": tally.cells, "imported": tally.new + tally.restated, "merged": tally.known}
    count_batch(connection, batch, 0, counted | {"quarantined": tally.quarantined})
    close_batch(connection, batch, now)


def retake(connection: Connection, row: RowMapping, cell: Any, actor: Actor, now: datetime) -> Said:
    """A cell out of the quarantine, as mended. Fault when it still cannot be taken."""
    taker = taker_of(connection, actor, row["origin"], now, {})
    said = taker.take(cell)
    if said is None:
        raise Fault("missing", _("没有写数"))
    say(connection, [said], actor.name, _("隔离区修正"), now)
    return said
