"""IBTrACS version 4 in CSV (NOAA NCEI, public domain; doi:10.25921/82ty-9e16): best tracks of all the world's agencies.

Two lines of heads (names, then units), then a line for each storm and moment: SID, SEASON, NAME, ISO_TIME (UTC), LAT,
LON, TRACK_TYPE, WMO_WIND in knots and WMO_PRES in hPa, and columns of single agencies. Of these we read

- CMA_CAT, the category of the Chinese scale, where the file has it;
- USA_R34, USA_R50, USA_R64 by quadrant (_NE _SE _SW _NW, nautical miles): how far winds of 34, 50 and 64 knots reach;
  where USA tells none, those of REUNION, then of BOM; of 50 knots then those of TOKYO, which tells where the longest
  and the shortest radius lie (_DIR, _LONG, _SHORT). They stand in for the Chinese wind circles of Beaufort 7, 10 and
  12 (from 28, 48 and 64 knots). The first is therefore too small, the second a little: pages and doors name them by
  their knots. All four sides are kept, and their mean, which a side that is left blank is taken to be; what is 0 all
  round is not kept. TOKYO_R30 is of 30 knots, which is none of the three: it is left out.

Spur tracks are left out; when WMO_WIND or WMO_PRES is blank, those of USA, then CMA, are taken.
"""

import csv
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from data.language import gettext as _
from data.storms.radii import SIDES, Radii, lopsided, mean_of, written
from data.storms.track import MILE_KM, BadLine, Fix, Told, Track, Wrong, within

NEEDED = ("SID", "SEASON", "ISO_TIME", "LAT", "LON")
CATEGORIES = {*range(7), 9}
AGENCIES = ("USA", "REUNION", "BOM")
KNOTS = {7: 34, 10: 50, 12: 64}
WINDS = ("WMO_WIND", "USA_WIND", "CMA_WIND")
PRESSURES = ("WMO_PRES", "USA_PRES", "CMA_PRES")
NAMELESS = {"", "NOT_NAMED", "UNNAMED"}
Row = Mapping[str, str]


def parse(lines: Iterable[str]) -> Told:
    """The storms of a file, and the lines that make no sense. A file without the needed columns is one fault."""
    numbered = enumerate(lines, start=1)
    first = next(numbered, (1, ""))[1]
    heads = [head.strip().lstrip("\ufeff").upper() for head in first.split(",")]
    if missing := [name for name in NEEDED if name not in heads]:
        reason = _("第一行缺少列名:%(names)s") % {"names": ", ".join(missing)}
        return Told(faults=(BadLine(number=1, text=first[:200], reason=reason),))
    heads_of: dict[str, Row] = {}
    fixes: dict[str, dict[datetime, Fix]] = {}
    faults: list[BadLine] = []
    for number, line in numbered:
        try:
            row = dict(zip(heads, _cells(line), strict=False))
            if not any(row.values()) or _left_out(row, number):
                continue
            fix, sid = _fix(row), _sid(row)
            if fix.at in fixes.get(sid, {}):
                raise Wrong(_("这一时次已经有了"))
        except Wrong as error:
            faults.append(BadLine(number=number, text=line[:200], reason=str(error)))
            continue
        heads_of.setdefault(sid, row)
        fixes.setdefault(sid, {})[fix.at] = fix
    tracks = tuple(_track(sid, heads_of[sid], held) for sid, held in fixes.items())
    return Told(tracks=tracks, faults=tuple(faults))


def _cells(line: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line]), [])]
    except csv.Error:
        raise Wrong(_("这一行拆不开")) from None


def _left_out(row: Row, number: int) -> bool:
    """The line of units under the heads, and tracks that only one agency saw."""
    return (number == 2 and not row.get("SID")) or row.get("TRACK_TYPE", "").lower().endswith("spur")


def _track(sid: str, head: Row, held: Mapping[datetime, Fix]) -> Track:
    name = head.get("NAME", "")
    plain = "" if name.upper() in NAMELESS else name.title()[:32]
    return Track(track_id=sid, season=int(head["SEASON"]), name=plain, fixes=tuple(held[at] for at in sorted(held)))


def _sid(row: Row) -> str:
    sid, season = row.get("SID", ""), row.get("SEASON", "")
    if not (len(sid) == 13 and sid.isascii() and sid[:7].isdigit() and sid[7] in "NS" and sid[8:].isdigit()):
        raise Wrong(_("SID“%(text)s”不合格式") % {"text": sid[:20]})
    if not (season.isascii() and season.isdigit() and len(season) == 4):
        raise Wrong(_("年份“%(text)s”读不懂") % {"text": season[:20]})
    return sid


def _fix(row: Row) -> Fix:
    lat, lon = _number(row, "LAT"), _number(row, "LON")
    if lat is None or lon is None:
        raise Wrong(_("缺少经纬度"))
    within("LAT", lat, -90, 90)
    within("LON", lon, -180, 360)
    category, winds = _number(row, "CMA_CAT"), _winds(row)
    return Fix(
        at=_moment(row.get("ISO_TIME", "")),
        lat=round(lat, 4),
        lon=round((lon + 180) % 360 - 180, 4),
        wind_kt=_first(row, WINDS, 0, 250),
        pressure_hpa=_first(row, PRESSURES, 800, 1100),
        category=int(category) if category is not None and category in CATEGORIES else None,
        quadrants=written(winds),
        **{f"r{force}_km": mean_of(winds[force]) if force in winds else None for force in KNOTS},
    )


def _first(row: Row, names: Iterable[str], low: float, high: float) -> float | None:
    for name in names:
        if value := _number(row, name):
            return within(name, value, low, high)
    return None


def _winds(row: Row) -> dict[int, Radii]:
    """{force: km to each side}, as the first agency tells it."""
    found: dict[int, Radii] = {}
    for force, knots in KNOTS.items():
        told = (_sides(row, f"{agency}_R{knots}") for agency in AGENCIES)
        radii = next((one for one in told if one and any(one)), None) or _tokyo(row, knots)
        if radii and any(radii):
            found[force] = radii
    return found


def _sides(row: Row, name: str) -> Radii | None:
    """None where no side is told."""
    told = [_number(row, f"{name}_{side}") for side in SIDES]
    if all(one is None for one in told):
        return None
    known = [within(name, one, 0, 1000) * MILE_KM for one in told if one is not None]
    ne, se, sw, nw = (sum(known) / len(known) if one is None else one * MILE_KM for one in told)
    return ne, se, sw, nw


def _tokyo(row: Row, knots: int) -> Radii | None:
    name = f"TOKYO_R{knots}"
    longest, shortest, towards = (_number(row, f"{name}_{part}") for part in ("LONG", "SHORT", "DIR"))
    if not longest:
        return None
    least = longest if shortest is None else shortest
    within(name, longest, least, 1000)
    return lopsided(longest * MILE_KM, within(name, least, 0, 1000) * MILE_KM, int(towards or 9))


def _number(row: Row, name: str) -> float | None:
    text = row.get(name, "")
    try:
        return float(text) if text else None
    except ValueError:
        raise Wrong(_("“%(name)s”不是数字:%(text)s") % {"name": name, "text": text[:20]}) from None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Wrong(_("时间“%(text)s”读不懂") % {"text": text[:30]}) from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
