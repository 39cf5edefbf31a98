"""A scene: a page as its address says it, what is said to it, and what it points at. Checked once, here."""

import json
import math
import re
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from data.briefing_words import TRANSITIONS
from data.errors import BadInput
from data.language import gettext as _
from data.view import REGION, View

PATH, TITLE, SENTENCE, NOTES = 1_000, 48, 120, 4_000  # characters
SHORTEST, LONGEST = 0.1, 120.0  # minutes
MOST_SCENES, MOST_PANELS, MOST_REGIONS, MOST_MARKS, MOST_CORNERS, MARK_TEXT = 60, 4, 20, 40, 500, 24
PAGE = re.compile(r"/(?:[A-Za-z0-9_.-]+/?)*")
ELSEWHERE = (  # what is no page, or none for an audience
    *("briefing", "api", "open311", "assets", "login", "logout", "account", "accounts", "keys", "audit", "oidc"),
    *("field", "report", "healthz", "metrics", "exercises", "handout", "drafts"),
)
KEY = re.compile(r"[a-z_]{1,32}")
CORNERS = {"Point": 0, "LineString": 1, "Polygon": 2}  # how deep positions lie
Mark = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Emphasis:
    """`panels` are enlarged, `regions` outlined, `marks` (GeoJSON features with a `text`) drawn on the map."""

    panels: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()

    @classmethod
    def read(cls, given: Any) -> "Emphasis":
        if not isinstance(given, dict) or set(given) - {"panels", "regions", "marks"}:
            raise BadInput(_("“重点”的写法不对"))
        marks = _list(given.get("marks", []), MOST_MARKS, _("标注"))
        return cls(
            panels=_names(given.get("panels", []), MOST_PANELS, KEY, _("放大的面板")),
            regions=_names(given.get("regions", []), MOST_REGIONS, REGION, _("勾出的区划")),
            marks=tuple(_mark(one) for one in marks),
        )

    def json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, kw_only=True)
class Scene:
    """`path` is page and query; `title` the caption, in which *…* accents one number. `n`: 0 for one not yet kept."""

    path: str
    title: str
    sentence: str = ""
    notes: str = ""
    minutes: float = 2.0
    emphasis: Emphasis = field(default_factory=Emphasis)
    transition: str = "none"
    n: int = 0

    @property
    def view(self) -> View:
        """What its page shows; a value that makes no sense any more is the default."""
        return View.lenient(urlsplit(self.path).query)[0]

    @property
    def page(self) -> str:
        return urlsplit(self.path).path

    @property
    def seconds(self) -> int:
        return round(self.minutes * 60)

    @property
    def plain_title(self) -> str:
        return self.title.replace("*", "")

    @property
    def plain_notes(self) -> str:
        return self.notes.replace("*", "")

    def checked(self) -> "Scene":
        """The same without what is no text; BadInput for what cannot be a scene."""
        if self.transition not in TRANSITIONS:
            raise BadInput(_("没有这种切换方式"))
        if not (math.isfinite(self.minutes) and SHORTEST <= self.minutes <= LONGEST):
            raise BadInput(_("时长应为 {least}–{most} 分钟").format(least=SHORTEST, most=int(LONGEST)))
        title = said(self.title, TITLE, _("标题"))
        if not title.replace("*", "").strip():
            raise BadInput(_("请填写{name}").format(name=_("标题")))
        return replace(
            self,
            path=checked_path(self.path),
            title=title,
            sentence=said(self.sentence, SENTENCE, _("一句话")),
            notes=said(self.notes, NOTES, _("备注"), lines=True),
            minutes=round(self.minutes, 2),
        )


def said(words: str, most: int, name: str, *, lines: bool = False) -> str:
    """Text of one line, or of several; BadInput when it is too long."""
    kept = "\n" if lines else ""
    plain = "".join(sign if sign.isprintable() or sign in kept else " " for sign in words.replace("\r\n", "\n"))
    plain = plain.strip()
    if len(plain) > most:
        raise BadInput(_("“%(name)s”过长") % {"name": name})
    return plain


def checked_path(path: str) -> str:
    """The address of a page of this platform; BadInput for any other."""
    there = path.strip()
    try:
        parts = urlsplit(there)
    except ValueError:
        raise BadInput(_("不是本平台的页面地址")) from None
    room = parts.path.split("/")[1] if parts.path.startswith("/") else ""
    odd = not there.isprintable() or len(there) > PATH or parts.scheme or parts.netloc or parts.fragment
    if odd or not PAGE.fullmatch(parts.path) or room in ELSEWHERE or room.startswith("_") or ".." in parts.path:
        raise BadInput(_("不是本平台的页面地址"))
    return there


def _list(given: Any, most: int, name: str) -> list[Any]:
    if not isinstance(given, list | tuple):
        raise BadInput(_("“重点”的写法不对"))
    if len(given) > most:
        raise BadInput(_("{name}最多 {n} 个").format(name=name, n=most))
    return list(given)


def _names(given: Any, most: int, form: re.Pattern[str], name: str) -> tuple[str, ...]:
    names = _list(given, most, name)
    if not all(isinstance(one, str) and form.fullmatch(one) for one in names):
        raise BadInput(_("“重点”的写法不对"))
    return tuple(dict.fromkeys(names))


def _mark(given: Any) -> Mark:
    """A GeoJSON feature of one point, line or area, with nothing but its text."""
    shape = given.get("geometry") if isinstance(given, dict) else None
    kind = shape.get("type") if isinstance(shape, dict) else None
    if kind not in CORNERS or not isinstance(shape, dict):
        raise BadInput(_("标注应是点、线或面"))
    corners = _positions(shape.get("coordinates"), CORNERS[kind])
    if not 0 < sum(1 for _one in _flat(corners)) <= MOST_CORNERS:
        raise BadInput(_("标注的折点最多 {n} 个").format(n=MOST_CORNERS))
    text = (given.get("properties") or {}).get("text", "") if isinstance(given.get("properties"), dict | None) else ""
    words = said(text if isinstance(text, str) else "", MARK_TEXT, _("标注"))
    return {
        "type": "Feature",
        "properties": {"text": words},
        "geometry": {"type": kind, "coordinates": corners},
    }


def _positions(given: Any, deep: int) -> Any:
    if not isinstance(given, list | tuple):
        raise BadInput(_("标注的坐标不对"))
    if deep:
        return [_positions(one, deep - 1) for one in given]
    numbers = [one for one in given if isinstance(one, int | float) and not isinstance(one, bool)]
    if len(given) != 2 or len(numbers) != 2 or not (abs(numbers[0]) <= 180 and abs(numbers[1]) <= 90):
        raise BadInput(_("标注的坐标不对"))
    return [round(float(one), 6) for one in numbers]


def _flat(corners: Any) -> Any:
    """Its positions, however deep."""
    if corners and isinstance(corners[0], float):
        yield corners
    else:
        for one in corners:
            yield from _flat(one)
