"""Best-track files of the China Meteorological Administration (`CHyyyyBST.txt`), as Chinese offices exchange them.

The format is that of the CMA tropical cyclone data centre (Ying et al. 2014, doi:10.1175/JTECH-D-12-00119.1; Lu et al.
2021, doi:10.1007/s00376-020-0211-7). A storm is a header and the lines it announces, in columns parted by blanks:

    66666 2403   54 0004 2403 0 3 GAEMI                            20250301
    2024071906 1 128 1327 1004      13

Header: 66666; international number (0000 when it got none); how many lines follow; serial number of the year with
depressions; number in China; how it ended (0 dissipated, 1 left the basin, 2 merged, 3 stood still); hours from one
line to the next (6, or 3 near landfall since 2017); name; day the file was made.
Line: time YYYYMMDDHH (UTC); category; latitude and longitude in tenths of a degree (north and east; beyond 180 degrees
east it goes on counting); pressure of the centre, hPa; greatest 2-minute mean wind near the centre, m/s (0 unknown,
9 less than 10); sometimes a seventh column, the 2-minute mean wind on the coast, which we do not keep.
Category: 0 weaker or unknown, 1 tropical depression (10.8..17.1 m/s), 2 tropical storm (17.2..24.4), 3 severe tropical
storm (24.5..32.6), 4 typhoon (32.7..41.4), 5 severe typhoon (41.5..50.9), 6 super typhoon (51.0 and more), as in
GB/T 19201-2006; 9 extratropical.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from data.language import gettext as _
from data.storms.track import KNOT_MS, BadLine, Fix, Told, Track, Wrong, within

HEADER = re.compile(r"66666 +(\d{4}) +(\d{1,3}) +(\d{4}) +(\d{4}) +(\d) +(\d{1,2})(?: +(.*?))? +(\d{8})")
NAMELESS = "(nameless)"
CATEGORIES = {*range(7), 9}


@dataclass
class _Open:
    """The storm whose lines are being read."""

    number: str
    serial: str
    name: str
    promised: int
    line: int
    text: str
    fixes: dict[datetime, Fix] = field(default_factory=dict)
    seen: int = 0

    def track(self) -> Track | None:
        """Its season is the year of its first fix. Storms without a number go by the year and their serial number."""
        if not self.fixes:
            return None
        first = min(self.fixes)
        own = self.number if self.number != "0000" else f"{first.year}{self.serial}"
        fixes = tuple(self.fixes[at] for at in sorted(self.fixes))
        return Track(track_id=f"CMA{own}", season=first.year, name=self.name, fixes=fixes)


def parse(lines: Iterable[str]) -> Told:
    """The storms of a file, and the lines that make no sense; a bad line costs no more than itself."""
    tracks: dict[str, Track] = {}
    faults: list[BadLine] = []
    now: _Open | None = None

    def close() -> None:
        if now is None:
            return
        if now.seen != now.promised:
            told = _("表头说有 %(promised)s 行,实有 %(seen)s 行") % {"promised": now.promised, "seen": now.seen}
            faults.append(BadLine(number=now.line, text=now.text, reason=told))
        track = now.track()
        if track is not None and track.track_id in tracks:  # minor centres share the number of the storm they left
            told = _("编号 %(id)s 在本文件里已经出现过,以先出现的为准") % {"id": track.track_id}
            faults.append(BadLine(number=now.line, text=now.text, reason=told))
        elif track is not None:
            tracks[track.track_id] = track

    for number, raw in enumerate(lines, start=1):
        text = raw.rstrip("\r\n\x1a")
        if not text.strip():
            continue
        try:
            if text.startswith("66666"):
                close()
                now = None
                now = _header(text, number)
            else:
                _line(now, text)
        except Wrong as error:
            faults.append(BadLine(number=number, text=text[:200], reason=str(error)))
    close()
    return Told(tracks=tuple(tracks.values()), faults=tuple(faults))


def _header(text: str, line: int) -> _Open:
    found = HEADER.fullmatch(text.rstrip())
    if found is None:
        raise Wrong(_("像是表头,却读不懂;它下面的行不收"))
    number, promised, serial, _china, _end, _hours, name, _made = found.groups()
    plain = "" if name in (None, NAMELESS) else name.strip().title()[:32]
    return _Open(number=number, serial=serial, name=plain, promised=int(promised), line=line, text=text[:200])


def _line(now: _Open | None, text: str) -> None:
    if now is None:
        raise Wrong(_("上面没有表头"))
    now.seen += 1
    fix = _fix(text.split())
    if fix.at in now.fixes:
        raise Wrong(_("这一时次已经有了"))
    now.fixes[fix.at] = fix


def _fix(parts: list[str]) -> Fix:
    if not 6 <= len(parts) <= 7:
        raise Wrong(_("应有 6 或 7 列,却有 %(n)s 列") % {"n": len(parts)})
    if not all(re.fullmatch(r"-?\d{1,10}", part, re.ASCII) for part in parts):
        raise Wrong(_("有一列不是整数"))
    category, lat, lon, pressure, wind = (int(part) for part in parts[1:6])
    if category not in CATEGORIES:
        raise Wrong(_("没有 %(value)s 这个强度等级") % {"value": category})
    within(_("纬度"), lat / 10, -90, 90)
    within(_("经度"), lon / 10, -180, 360)
    within(_("风速"), wind, 0, 120)
    if pressure:
        within(_("气压"), pressure, 800, 1100)
    return Fix(
        at=_moment(parts[0]),
        lat=lat / 10,
        lon=round((lon / 10 + 180) % 360 - 180, 1),
        category=category,
        pressure_hpa=float(pressure) or None,
        wind_kt=round(wind / KNOT_MS, 1) or None,
    )


def _moment(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y%m%d%H").replace(tzinfo=UTC)
    except ValueError:
        raise Wrong(_("时间“%(text)s”读不懂") % {"text": text}) from None
