"""The plain record that every door parses into, and what is wrong with one that cannot be taken."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from data.errors import BadInput
from data.intake.words import CODED, FAULTS
from data.language import gettext as _
from data.words import GRADES, PROVENANCE, SIDINGS, SOURCES, STAGES, STATES

__all__ = ["FAULTS", "Fault", "Record"]
TITLE, TEXT, PLACE, ID = 96, 20_000, 64, 128  # lengths kept
AHEAD = timedelta(minutes=5)  # how wrong a sender's clock may be
EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
LIFE = ("filed_at", "assigned_at", "handling_at", "answered_at", "verified_at", "closed_at", "rated_at")  # in order
_AGENCY = re.compile(r"[^\x00-\x20\x7f-\x9f\ud800-\udfff]{1,32}")
LIFE_KEYS = {"stage", "deadline_at", "ended_at", "rating", "agency", *LIFE}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


class Fault(BadInput):
    """Why a record is not taken: `code` to count by (FAULTS), the message for a person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Record:
    """What someone reports. Cleans itself when made, and raises Fault when it makes no sense whoever asks."""

    title: str
    text: str | None = None
    category: str  # a code of any level of the tree
    source: str
    line: str | None = None  # the hotline or express line it came in by
    grade: str | None = None
    lon: float | None = None
    lat: float | None = None
    crs: str = "wgs84"  # wgs84, gcj02, bd09 or EPSG:nnnn
    region: str | None = None  # the code of a region, where there are no coordinates
    place: str | None = None  # in words
    reported_at: datetime
    external_id: str | None = None
    life: Mapping[str, Any] = field(default_factory=dict)  # what became of it elsewhere (LIFE_KEYS)
    provenance: str = "measured"

    def __post_init__(self) -> None:
        title, text = _headline(clean(self.title, line=True), clean(self.text))
        self._set(title=title, text=text, place=clean(self.place, line=True)[:PLACE] or None)
        self._set(external_id=_short(self.external_id, ID, _("编号")), region=_short(self.region, 18, _("区划代码")))
        self._set(line=_short(self.line, 32, _(CODED["line"])))
        self._set(category=_short(self.category, 32, _(CODED["category"])), grade=clean(self.grade, line=True) or "C")
        if not self.category:
            raise Fault("missing", _("没有填写类别"))
        for name, words in (("source", SOURCES), ("grade", GRADES), ("provenance", PROVENANCE)):
            _known(getattr(self, name), _(CODED[name]), words)
        _check_coordinates(self.lon, self.lat)
        _check_life(self.life)
        self._set(life=_ended(self.life))

    def _set(self, **values: Any) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def check_times(self, now: datetime) -> None:
        """Nothing before 1990, nothing in the future, and its life in order."""
        last, moments = self.reported_at, [("reported_at", self.reported_at)]
        moments += [(name, self.life[name]) for name in (*LIFE, "ended_at") if self.life.get(name) is not None]
        for _name, at in moments:
            check_moment(at)
            if at > now + AHEAD:
                raise Fault("future", _("时间 %(at)s 还没有到") % {"at": _shown(at)})
            if at < last:
                raise Fault("order", _("%(at)s 早于前一环节的 %(last)s") % {"at": _shown(at), "last": _shown(last)})
            last = at
        if (due := self.life.get("deadline_at")) is not None:
            check_moment(due)


def check_moment(at: Any) -> None:
    if at is None:
        raise Fault("missing", _("没有填写时间"))
    if not isinstance(at, datetime) or at.tzinfo is None:
        raise Fault("malformed", _("时间须带时区:%(at)s") % {"at": at})
    if not EARLIEST <= at < LATEST:
        raise Fault("malformed", _("时间 %(at)s 不合情理") % {"at": _shown(at)})


def clean(text: Any, *, line: bool = False) -> str:
    """Without control characters; `line`: on one line."""
    plain = _CONTROL.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n")) if text is not None else ""
    return (" ".join(plain.split()) if line else plain).strip()


def _headline(title: str, text: str) -> tuple[str, str | None]:
    """A title too long becomes the beginning of the text, cut for the title."""
    if not title:
        raise Fault("missing", _("没有填写标题"))
    if len(title) > TITLE:
        text = f"{title}\n{text}".strip()
        title = title[: TITLE - 1].rstrip() + "…"
    if len(text) > TEXT:
        raise Fault("too_long", _("正文超过 %(n)s 字") % {"n": TEXT})
    return title, text or None


def _short(text: Any, most: int, label: str) -> str | None:
    plain = clean(text, line=True)
    if len(plain) > most:
        raise Fault("too_long", _("%(what)s超过 %(n)s 字") % {"what": label, "n": most})
    return plain or None


def _known(value: str, label: str, words: Mapping[str, str]) -> None:
    if not isinstance(value, str) or value not in words:
        facts = {"what": label, "value": str(value)[:40], "words": "、".join(words)}
        raise Fault("malformed", _("%(what)s“%(value)s”不在可用值之内:%(words)s") % facts)


def _check_coordinates(lon: Any, lat: Any) -> None:
    if (lon is None) != (lat is None):
        raise Fault("malformed", _("经度与纬度须同时填写"))
    for value in (lon, lat):
        if value is not None and not (isinstance(value, int | float) and abs(value) <= 1e9):
            shown = value if isinstance(value, str | float) else "—"
            raise Fault("malformed", _("坐标不是数:%(value)s") % {"value": str(shown)[:40]})


def _check_life(life: Mapping[str, Any]) -> None:
    if stray := sorted(set(life) - LIFE_KEYS):
        raise Fault("malformed", _("办理经过里有不认识的项:%(names)s") % {"names": "、".join(stray)[:80]})
    if (stage := life.get("stage")) is not None:
        _known(stage, _(CODED["state"]), STATES)
        if stage in ("closed", "rated") and life.get("closed_at") is None:
            raise Fault("missing", _("已结案而没有结案时间"))
        if late := [one for one in LIFE if life.get(one) is not None and _after(one, stage)]:
            raise Fault(
                "order",
                _("环节是“%(stage)s”,却有%(names)s的时间")
                % {"stage": _(STATES[stage]), "names": "、".join(_(STATES[one.removesuffix("_at")]) for one in late)},
            )
    if (agency := life.get("agency")) is not None and not (isinstance(agency, str) and _AGENCY.fullmatch(agency)):
        facts = {"what": _(CODED["agency"]), "value": clean(agency, line=True)[:40]}
        raise Fault("malformed", _("%(what)s“%(value)s”没有对应的编码") % facts)
    rating = life.get("rating")
    if rating is not None and (isinstance(rating, bool) or rating not in (1, 2, 3, 4, 5)):
        raise Fault("malformed", _("评价须为 1 至 5 分:%(value)s") % {"value": str(rating)[:40]})
    if rating is not None and life.get("rated_at") is None:
        raise Fault("missing", _("有评价而没有评价时间"))


def _ended(life: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was rejected or merged has ended, but was never closed: files have one column for both."""
    if life.get("stage") not in SIDINGS or life.get("closed_at") is None:
        return life
    return {name: at for name, at in life.items() if name != "closed_at"} | {"ended_at": life["closed_at"]}


def _after(moment: str, stage: str) -> bool:
    """Whether the moment lies after a stage that an event is still at."""
    order = tuple(STAGES)
    if stage in SIDINGS:
        return moment == "rated_at"
    return stage in order and order.index(moment.removesuffix("_at")) > order.index(stage)


def _shown(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M")
