"""A row of a file, or a raw row of the quarantine, as readings told."""

from collections.abc import Mapping, Sequence
from typing import Any

from data.intake.moments import moment
from data.intake.reading import EXTRA
from data.intake.record import Fault
from data.language import gettext as _
from data.readings.profile import ReadingProfile
from data.readings.told import BLANK, Told

LONGEST = 64
Raw = Mapping[str, Any]
OWN = ("station", "quantity", "at", "value", "unit")


def told_by(profile: ReadingProfile, raw: Raw) -> list[Told]:
    """The readings of a row: one, or one for each of several quantities, BLANK where it is. Fault without any."""
    if raw.get(EXTRA):
        raise Fault("malformed", _("这一行比表头多出 %(n)s 列") % {"n": len(raw[EXTRA])})
    if any("\ud800" <= letter <= "\udfff" for value in raw.values() for letter in str(value)):
        raise Fault("malformed", _("这一行有按文件编码读不出的字节"))
    f = profile.fields
    station = _first(profile, raw, f.station) or profile.constants.station
    when = " ".join(filter(None, (_first(profile, raw, [column]) for column in f.at)))
    if not when:
        raise Fault("missing", _("没有填写时间"))
    at = moment(when, profile.time.formats, profile.time.zone)
    if profile.values:
        cells = {quantity: _first(profile, raw, [column]) for quantity, column in profile.values.items()}
        if not any(cells.values()):
            raise Fault("missing", _("没有数值"))
        found: dict[str, Any] = {quantity: cell or BLANK for quantity, cell in cells.items()}
    else:
        quantity = _first(profile, raw, f.quantity) or profile.constants.quantity
        found = {profile.quantity(quantity): _first(profile, raw, f.value)}
    unit = _first(profile, raw, f.unit)
    return [Told(station, name, at, value, unit or profile.units.get(name, "")) for name, value in found.items()]


def told_of(raw: Raw) -> Told:
    """A reading as our own JSON tells it. Fault when there is more than that, or the texts among it are none."""
    if unknown := raw.keys() - set(OWN):
        raise Fault("malformed", _("不认识的项:%(names)s") % {"names": ", ".join(sorted(map(str, unknown)))[:80]})
    texts = {name: "" if raw.get(name) is None else raw[name] for name in ("station", "quantity", "unit")}
    if wrong := [name for name, text in texts.items() if not isinstance(text, str) or len(text) > LONGEST]:
        raise Fault("malformed", _("“%(name)s”不合要求") % {"name": wrong[0]})
    return Told(at=raw.get("at"), value=raw.get("value"), **texts)


def _first(profile: ReadingProfile, raw: Raw, columns: Sequence[str]) -> str:
    cells = (str(raw[column]).strip() for column in columns if raw.get(column) is not None)
    return next((cell for cell in cells if cell not in profile.file.empty), "")
