"""Reading: a row of a file, by its profile, or an object of our own JSON becomes a record."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.commands.facts import fact
from data.errors import BadInput
from data.intake.moments import moment
from data.intake.plain import record_of
from data.intake.profile import SHIPPED, Profile, load_profile, parse_profile
from data.intake.record import Fault, Record
from data.intake.vocabulary import Vocabulary, vocabulary
from data.intake.words import CODED
from data.language import gettext as _
from data.schema import sender

KEPT = "profile:"  # house_fact: the text of a profile that the operator brought
EXTRA = "(多余的列)"  # where the cells beyond the last named column are kept
Raw = Mapping[str, Any]


@dataclass(frozen=True)
class Reader:
    """Reads rows by a profile. `place`: the region where all of them count, wherever they say they lie."""

    profile: Profile
    words: Vocabulary
    place: str = ""

    def record(self, raw: Raw) -> Record:
        """Fault when the row cannot be a record."""
        p, f = self.profile, self.profile.fields
        if raw.get(EXTRA):
            raise Fault("malformed", _("这一行比表头多出 %(n)s 列") % {"n": len(raw[EXTRA])})
        if any("\ud800" <= letter <= "\udfff" for value in raw.values() for letter in str(value)):
            raise Fault("malformed", _("这一行有按文件编码读不出的字节"))
        category = self._code("category", raw)
        if category is None:
            raise Fault("category", _("没有填写类别"))
        lon, lat = self._number(raw, f.lon), self._number(raw, f.lat)
        region = self._code("region", raw)
        if self.place:
            lon = lat = None
            region = self.place
        reported_at = self._moment(raw, f.reported_at)
        if reported_at is None:
            raise Fault("missing", _("没有填写时间"))
        return Record(
            title=self._joined(raw, f.title, " · ") or p.constants.title,
            text=self._joined(raw, f.text, "\n") or None,
            category=category,
            source=self._code("source", raw) or "",
            line=self._code("line", raw),
            grade=self._code("grade", raw),
            lon=lon,
            lat=lat,
            crs=p.crs,
            region=region,
            place=self._joined(raw, f.place, " · ") or None,
            reported_at=reported_at,
            external_id=self._first(raw, f.external_id) or digest_of(raw),
            life=self._life(raw),
            provenance=p.constants.provenance,
        )

    def _life(self, raw: Raw) -> dict[str, Any]:
        """What became of it elsewhere; nothing when it has only been reported."""
        f = self.profile.fields
        life: dict[str, Any] = {name: self._moment(raw, columns) for name, columns in self.profile.moments.items()}
        life |= {"stage": self._code("state", raw), "agency": self._code("agency", raw)}
        if (rating := self._number(raw, f.rating)) is not None:
            life["rating"] = int(rating) if rating.is_integer() else rating
        known = {name: value for name, value in life.items() if value is not None}
        return {} if known == {"stage": "reported"} else known

    def _code(self, name: str, raw: Raw) -> str | None:
        """Our code for what the row says; its constant where it says nothing."""
        said = self._first(raw, getattr(self.profile.fields, name))
        if not said:
            return getattr(self.profile.constants, name, "") or None
        mapped = self.profile.maps.get(name)  # type: ignore[call-overload]
        own: Mapping[str, str] = getattr(self.words, name)
        if mapped and (hit := mapped.values.get(said) or _loose(mapped.values, said)):
            return hit
        if said in own:
            return own[said]
        if mapped and mapped.otherwise is not None:
            return mapped.otherwise or None
        code = name if name in ("category", "line") else "outside" if name == "region" else "malformed"
        raise Fault(code, _("%(what)s“%(value)s”没有对应的编码") % {"what": _(CODED[name]), "value": said[:60]})

    def _values(self, raw: Raw, columns: Sequence[str]) -> list[Any]:
        empty = self.profile.file.empty
        values = [raw.get(column) for column in columns]
        return [one for one in values if one is not None and str(one).strip() not in empty]

    def _first(self, raw: Raw, columns: Sequence[str]) -> str:
        return next((str(one).strip() for one in self._values(raw, columns)), "")

    def _joined(self, raw: Raw, columns: Sequence[str], glue: str) -> str:
        return glue.join(dict.fromkeys(str(one).strip() for one in self._values(raw, columns)))

    def _number(self, raw: Raw, columns: Sequence[str]) -> float | None:
        said = self._first(raw, columns)
        try:
            return float(said) if said else None
        except ValueError:
            raise Fault("malformed", _("不是数:%(value)s") % {"value": said[:40]}) from None

    def _moment(self, raw: Raw, columns: Sequence[str]) -> datetime | None:
        values = self._values(raw, columns)
        return moment(values[0], self.profile.time.formats, self.profile.time.zone) if values else None


def digest_of(raw: Raw) -> str:
    """What a row without a number of its own is known by: its contents."""
    text = "\x1f".join(str(value).strip() for value in raw.values())
    return "row:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def reread(connection: Connection, profile: str, raw: Raw, *, origin: str) -> Record:
    """The record of a kept row: `profile` is empty for our own JSON, or name, or name@region."""
    if not profile:
        source = connection.scalar(select(sender.c.source).where(sender.c.name == origin))
        return record_of(raw, source=source or "neighbour")
    name, _at, place = profile.partition("@")
    return Reader(known_profile(connection, name), vocabulary(connection), place).record(raw)


def known_profile(connection: Connection, name: str) -> Profile:
    """A shipped profile, or one that an import has brought."""
    if (SHIPPED / f"{name}.yaml").exists():
        return load_profile(name)[0]
    text = fact(connection, KEPT + name)
    if text is None:
        raise BadInput(_("没有名为“%(name)s”的映射") % {"name": name})
    return parse_profile(text, name)


def _loose(values: Mapping[str, str], said: str) -> str | None:
    """Without regard to case and blanks."""
    plain = " ".join(said.split()).casefold()
    return next((code for value, code in values.items() if " ".join(value.split()).casefold() == plain), None)
