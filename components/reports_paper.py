"""A report on paper: the answers of its page or its issue, each where its piece stands, set as handouts are."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from components.ids import MAP
from components.indicator_words import whole_period
from components.numbers import number
from components.paper import block, meta
from components.paper_map import plan
from components.reports_panels import shown_by
from components.reports_text import plain
from data.answer import Answer
from data.briefer import Briefer
from data.exercise.mark import WORD
from data.handout.sheet import Block, Figure, Handout, Place, Sheet
from data.house import House
from data.language import gettext as _
from data.language import spoken
from data.queries.regions import region_of
from data.queries.reports import Version
from data.reports.pages import Frame, Page, paged
from data.reports.piece import Piece
from data.times import local
from data.view import View
from data.watermark import watermark


def paper(
    house: House,
    version: Version,
    answers: Mapping[int, Answer],
    page: View,
    me: Briefer,
    moment: datetime,
    issue: int = 0,
) -> Handout:
    """`issue`: its number; 0 for what is so now."""
    with house.engine.connect() as connection:
        place = region_of(connection, page.region, me.scope).name
    sentence = _("第 {n} 期").format(n=issue) if issue else _("按当前数据生成")
    sheets = [
        Sheet(
            title=version.title,
            sentence=sentence,
            place=place,
            moment=f"{local(moment):%Y-%m-%d %H:%M}",
            frozen=issue > 0,
            blocks=_blocks(house, one, answers, page, me, moment),
        )
        for one in paged(version.pieces)
    ]
    return Handout(
        title=version.title,
        sheets=tuple(sheets),
        mark=watermark(),
        stamp=WORD if house.settings.exercise else "",
        chip=_("演示数据 · 模拟") if house.clock.holds_demo() else "",
        lang=page.lang,
    )


def _blocks(
    house: House, page: Page, answers: Mapping[int, Answer], view: View, me: Briefer, moment: datetime
) -> tuple[Block, ...]:
    return tuple(
        replace(_block(house, piece, answers.get(piece.n), view, me, moment), place=_place(frame), strip=False)
        for piece, frame in page
    )


def _place(frame: Frame) -> Place:
    return Place(frame.x, frame.y, frame.w, frame.h)


def _block(house: House, piece: Piece, answer: Answer | None, page: View, me: Briefer, moment: datetime) -> Block:
    if answer is None:
        words = tuple(plain(piece.text)) if piece.kind == "text" else (piece.text,)
        return Block(key=piece.kind, title="", sub="", meta=(), words=words)
    panel, view = shown_by(piece), piece.seen(page)
    at = view.at or moment
    if piece.kind == "indicator":
        return _card(piece.key, answer, at)
    drawn = block(panel, answer, view.but(at=at), at)
    if piece.key == MAP:
        return replace(drawn, plan=plan(house, answer, view.but(at=at), me.scope, {}))
    return drawn


def _card(code: str, answer: Answer, now: datetime) -> Block:
    """A number alone, under its name and its period."""
    if not answer.rows:
        return Block(key="indicator", title=code, sub="", meta=(), empty=_("还没有这个指标的数"))
    row = answer.rows[0]
    name = str(row["name_en" if spoken() == "en" else "name"])
    period = whole_period(str(row["period"]))
    told = Figure(label=period, value=number(row["value"]), unit=_(answer.unit) if answer.unit else "")
    return Block(key="indicator", title=name, sub=answer.upper, meta=meta(answer, now), figures=(told,))
