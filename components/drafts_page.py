"""一键简报 "/drafts": a template, what it says here and now, every number linked, and the key that makes it."""

from typing import Any
from urllib.parse import quote

from dash.development.base_component import Component

from components.briefing_words import lasting
from components.drafts import outlined
from components.fields import link
from components.listing import listing, listing_card
from components.marks import chip
from components.markup import Safe, markup, tag
from components.numbers import number
from components.titlebar import breadcrumb, search
from data.acting import PLAYED
from data.briefer import Briefer, briefer
from data.briefing.drafting import Drafted, Fact, Template, templates
from data.errors import CockpitError, UnknownRegion
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.view import View
from data.words import WINDOWS

FIRST = "daily"


def drafts_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = drafts_drawn(house, view, chosen)
        return listing(house, view, refused, "drafts", "/drafts", _("一键简报"), parts, breadcrumb(), search())


def drafts_drawn(
    house: House, view: View, chosen: dict[str, str], _role: str = PLAYED[0], _n: int = 1
) -> dict[str, str]:
    """{part: HTML}: the templates, and the draft of the one that is chosen."""
    known, me = templates(house), briefer(house)
    one = known.get(chosen.get("template", ""), known[FIRST])
    event = chosen.get("event", "").strip()
    drawn: dict[str, Any] = {"side": _templates(known, one, view, event), "draft": _draft(house, me, one, view, event)}
    return {name: markup(inside) for name, inside in drawn.items()}


def _templates(known: dict[str, Template], chosen: Template, view: View, event: str) -> Component:
    ways = [_template(one, one.key == chosen.key, view, event) for one in sorted(known.values(), key=_order)]
    return listing_card(_("模板"), [tag("div", ways, "draft-templates")])


def _order(one: Template) -> tuple[bool, int]:
    return bool(one.needs), list(WINDOWS).index(one.window)


def _template(one: Template, on: bool, view: View, event: str) -> Safe:
    more = f"&event={quote(event)}" if event else ""
    there = view.query()
    href = f"/drafts{there}{'&' if there else '?'}template={one.key}{more}"
    current = {"aria_current": "true"} if on else {}
    words = [tag("b", _(one.name)), tag("small", _(one.about))]
    return link(words, href, "draft-template on" if on else "draft-template", **current)


def _draft(house: House, me: Briefer, one: Template, view: View, event: str) -> Any:
    form = _event(one, event)
    if one.needs and not event:
        return listing_card(_(one.name), [tag("p", _("填写事件编号后起草"), "quiet"), form])
    try:
        found = outlined(house, me, one, view, event)
    except UnknownRegion:
        raise
    except CockpitError as error:
        return listing_card(_(one.name), [tag("p", str(error), "act-say", role="alert"), *([form] if form else [])])
    meta = [*([chip("simulated")] if house.clock.holds_demo() else []), tag("span", _total(found), "n")]
    scenes = [_scene(n, drafted) for n, drafted in enumerate(found, 1)]
    none = [] if found else [tag("p", _("现在没有可说的内容，请换一个模板或区划"), "quiet")]
    head = [*([form] if form else []), *(_key(one, view, event, me) if found else none)]
    return [listing_card(_(one.name), head, meta), *scenes]


def _total(found: list[Drafted]) -> str:
    minutes = sum(one.scene.minutes for one in found)
    return _("{n} 幕 · {minutes} 分钟").format(n=number(len(found)), minutes=number(minutes))


def _event(one: Template, event: str) -> Safe | None:
    """Of which event, where the template needs one."""
    if not one.needs:
        return None
    entry = tag("input", None, name="event", value=event, maxlength="24", required="", aria_label=_("事件编号"))
    hidden = tag("input", None, type="hidden", name="template", value=one.key)
    return tag(
        "form", [hidden, entry, tag("button", _("起草"), "button")], "draft-event", method="get", action="/drafts"
    )


def _key(one: Template, view: View, event: str, me: Briefer) -> list[Safe]:
    hint = tag("p", _("按规则从当前数字起草；每个数字都链到出处。生成后可以逐幕修改"), "quiet")
    said = tag("p", None, "act-say", role="alert", data_failed=_("没有生成，请重试"))
    if not me.makes:
        return [hint, tag("p", _("没有制作和播放汇报的权限"), "quiet")]
    told = {"data_draft": one.key, "data_query": view.query(), "data_event": event}
    return [hint, tag("div", tag("button", _("生成汇报"), "button primary", type="button", **told), "act-send"), said]


def _scene(n: int, one: Drafted) -> Any:
    title = [tag("p", one.scene.plain_title, "draft-title"), tag("p", one.scene.sentence, "draft-sentence")]
    facts = tag("ul", [_fact(fact) for fact in one.facts], "draft-facts")
    page = link(_("打开画面"), one.scene.path, "button small")
    meta = [tag("span", lasting(one.scene.minutes), "n"), page]
    return listing_card(_("第 {n} 幕").format(n=n), [*title, facts], meta, "draft-scene")


def _fact(fact: Fact) -> Safe:
    return tag("li", [tag("span", fact.label), " ", link(tag("b", fact.words, "n"), fact.way, "list-link")])
