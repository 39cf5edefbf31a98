"""What a CAP message means to us: who it is for, what it says in our words, and where."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from data.cap.colours import colour_of, field_of
from data.cap.model import Alert, Area, Circle, Info, Point
from data.intake.record import Fault, clean
from data.language import gettext as _

SPOKEN = ("zh-cn", "zh-hans", "zh")  # in the order of preference
FOREIGN = {"SAME", "FIPS6", "UGC", "EMMA_ID", "NUTS2", "NUTS3", "WARNCELLID"}  # geocodes that are no adcode
ADCODE = re.compile(r"\d{6}(\d{3}){0,2}", re.ASCII)
TITLE, WORDS = 96, 4_000  # characters kept


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A warning as another office tells it; `colour` 1 red .. 4 blue. `over`: it says that all is clear."""

    field: str
    title: str
    colour: int
    words: str
    expires: datetime | None
    over: bool
    codes: tuple[str, ...]
    polygons: tuple[tuple[Point, ...], ...]
    circles: tuple[Circle, ...]


def shown(alert: Alert) -> bool:
    """Whether it is meant for real and for everyone: no exercise, test or draft, and nobody's private matter."""
    return alert.status == "Actual" and alert.scope == "Public" and alert.kind in ("Alert", "Update", "Cancel")


def heard(alert: Alert) -> Heard:
    """The gravest info of the language we prefer gives the words; all of that language give the place."""
    infos = spoken(alert)
    if not infos:
        raise Fault("missing", _("CAP 报文没有 info,读不出预警内容"))
    first = min(infos, key=colour_of)
    areas = [area for info in infos for area in info.areas]
    ends = [info.expires for info in infos]
    return Heard(
        field=field_of(first),
        title=_cut(first.headline or first.event, TITLE),
        colour=colour_of(first),
        words=_cut("\n".join(_words(first)), WORDS),
        expires=max(end for end in ends if end) if all(ends) else None,
        over=all("AllClear" in info.responses or info.urgency == "Past" for info in infos),
        codes=_codes(areas),
        polygons=tuple(ring for area in areas for ring in area.polygons),
        circles=tuple(circle for area in areas for circle in area.circles),
    )


def spoken(alert: Alert) -> list[Info]:
    """The infos in Chinese; without any, those in the language of the first."""
    tags = [info.language.lower() for info in alert.infos]
    best = next((tag for tag in SPOKEN if tag in tags), None) or next((t for t in tags if t.startswith("zh")), None)
    wanted = best or (tags[0] if tags else "")
    return [info for info, tag in zip(alert.infos, tags, strict=True) if tag == wanted]


def _words(info: Info) -> Iterable[str]:
    told = (clean(info.headline), clean(info.description), clean(info.instruction))
    return (part for part in told if part) if any(told) else (clean(info.event),)


def _codes(areas: Iterable[Area]) -> tuple[str, ...]:
    """Region codes without the zeros that fill them up."""
    pairs = [pair for area in areas for pair in area.geocodes if pair.name.upper() not in FOREIGN]
    return tuple(dict.fromkeys(_bare(pair.value) for pair in pairs if ADCODE.fullmatch(pair.value)))


def _bare(code: str) -> str:
    """110105000000 is the county 110105, 110100 a city: whole groups of three zeros after the county fill up only."""
    while len(code) > 6 and code.endswith("000"):
        code = code[:-3]
    return code


def _cut(text: str, most: int) -> str:
    plain = clean(text)
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"
