"""What the page of the catalogue sends: a resource, its terms, an evaluation, a file. Nothing of it is trusted."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from data.acting import acting
from data.catalogue_words import OPENINGS
from data.commands.audit import acted
from data.commands.catalogue import NewResource, register, set_terms
from data.commands.dictionary import add_field, change_field, may_keep
from data.commands.indicator_screens import editor
from data.commands.openings import set_opening
from data.commands.scenarios import COLUMNS, NEEDED, Taken, judge, take_scenarios
from data.commands.shares import MOVES, Asking, ask, move_share
from data.errors import BadInput, CockpitError
from data.house import House
from data.language import gettext as _
from data.ledgers.field_told import NewField
from data.life.actor import Actor
from data.share_words import SHARE_STEPS
from data.things.files import open_things

LARGEST = 15 << 20
ENDINGS = (".csv", ".xlsx")
MOST_ROWS = 5_000
Given = Mapping[str, Any]


def act_on_catalogue(house: House, given: Given, role: str, number: int) -> str:
    """What became of it, in words."""
    act, now = _text(given, "act"), house.clock.now()
    if act in FIELD_ACTS:
        return FIELD_ACTS[act](house, given, editor(house, role, number))
    actor = acting(house, role, number)
    lived = "simulated" if house.clock.holds_demo() else "measured"
    code = _text(given, "code")[:64]
    if act == "register":
        names = ("name", "agency", "rhythm", "origin", "fields", "share", "terms")
        new = NewResource(**{name: _text(given, name) for name in names})
        with acted(house, actor, "resource_register", new.name[:64]) as connection:
            made = register(connection, new, actor, now, lived)
        return _("已登记 {code}").format(code=made)
    if act == "terms":
        share, terms = (_text(given, name) for name in ("share", "terms"))
        with acted(house, actor, "resource_terms", f"{code} {share}"[:160]) as connection:
            set_terms(connection, code, share, terms, _seq(given), actor, now, lived)
        return _("共享条件已修改")
    if act == "opening":
        return _opened(house, given, code, actor, lived)
    if act == "ask" or act in MOVES:
        return _shared(house, given, act, actor, lived)
    if act != "judge":
        raise BadInput(_("请刷新后再试"))
    with acted(house, actor, "scenario_judge", code) as connection:
        score = judge(connection, code, given, actor, now, lived)
    return _("已评价，得 {n} 分").format(n=score)


def _shared(house: House, given: Given, act: str, actor: Actor, lived: str) -> str:
    """Data that are asked for, granted, refused, or not given any longer."""
    code, now = _text(given, "code")[:24], house.clock.now()
    if act != "ask":
        with acted(house, actor, "share_move", f"{code} {act}") as connection:
            move_share(connection, code, act, given, actor, now)
        return f"{code} {_(SHARE_STEPS[act])}"
    try:
        until = date.fromisoformat(_text(given, "until"))
    except ValueError:
        raise BadInput(_("期限有误")) from None
    names = ("resource", "agency", "purpose", "region")
    fields = [name.removeprefix("field ") for name in given if name.startswith("field ")]
    new = Asking(**{name: _text(given, name) for name in names}, fields=fields, until=until)
    with acted(house, actor, "share_ask", f"{new.agency} {new.resource}"[:160]) as connection:
        made = ask(connection, new, actor, now, lived)
    return _("已申请 {code}，等待归口单位审核").format(code=made)


def _opened(house: House, given: Given, code: str, actor: Actor, lived: str) -> str:
    state, theme, words = (_text(given, name) for name in ("state", "open_field", "words"))
    items = [name.removeprefix("item ") for name in given if name.startswith("item ")]
    with acted(house, actor, "resource_opening", f"{code} {state}"[:160]) as connection:
        told = (code, state, theme, items, words, _seq(given))
        set_opening(connection, *told, actor, house.clock.now(), lived)
    return _("已核定：{state}").format(state=_(OPENINGS[state]))


def keeping_refused(house: House, role: str, number: int) -> str:
    """Why who asks may not keep the dictionary; "" where he may."""
    try:
        with house.engine.connect() as connection:
            may_keep(connection, editor(house, role, number))
    except CockpitError as error:
        return str(error)
    return ""


def _field_added(house: House, given: Given, actor: Actor) -> str:
    names = ("ledger", "code", "word", "kind", "unit", "shield")
    told = {name: _text(given, name) for name in names}
    new = NewField(**told, codes=_text(given, "codes"), shared=_text(given, "shared") == "1")
    with acted(house, actor, "field_add", f"{new.ledger} {new.code}"[:160]) as connection:
        code = add_field(connection, new, _text(given, "words"), actor, house.clock.now())
    return _("已新增数据项 {code}，即可勾选、导入和填写").format(code=code)


def _field_changed(house: House, given: Given, actor: Actor) -> str:
    code, told = _text(given, "field")[:48], {name: _text(given, name) for name in ("word", "codes", "shield")}
    with acted(house, actor, "field_change", code) as connection:
        changed = change_field(connection, code, told, _text(given, "words"), actor, house.clock.now())
    return _("数据项已修改，所有用到它的表同时更新") if changed else _("没有变化")


FIELD_ACTS = {"field_add": _field_added, "field_change": _field_changed}


def import_scenarios(house: House, content: bytes, name: str, role: str, number: int) -> Taken:
    """BadInput for a file that cannot be read at all; else what became of each row."""
    actor, now = acting(house, role, number), house.clock.now()
    lived = "simulated" if house.clock.holds_demo() else "measured"
    ending = Path(name).suffix.lower()
    if len(content) > LARGEST or ending not in ENDINGS or not content:
        raise BadInput(_("请选 {n} MB 以内的 CSV 或 XLSX 文件").format(n=LARGEST >> 20))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"scenarios{ending}"
        path.write_bytes(content)
        with acted(house, actor, "scenario_import", Path(name).name[:120]) as connection:
            return take_scenarios(connection, _rows(path), actor, now, lived)


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        found = open_things(path, [{one, COLUMNS[one]} for one in NEEDED])
    except BadInput:
        words = "、".join(_(COLUMNS[one]) for one in NEEDED)
        raise BadInput(_("这个文件读不出来：第一行须是表头，至少有 {names}").format(names=words)) from None
    for n, row in enumerate(found):
        if n >= MOST_ROWS:
            raise BadInput(_("一次至多导入 {n} 行").format(n=MOST_ROWS))
        yield {} if row.broken else row.raw


def _seq(given: Given) -> int:
    text = _text(given, "seq")
    if not (text.isascii() and text.isdecimal() and len(text) < 7):
        raise BadInput(_("请刷新后再试"))
    return int(text)


def _text(given: Given, name: str) -> str:
    value = given.get(name)
    return value.strip() if isinstance(value, str) else ""
