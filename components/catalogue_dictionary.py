"""The fields of a ledger kept on the card of its resource: one more, other words for one, what was changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from components.catalogue_resources import folded
from components.event_words import moment
from components.fields import area, choice, entry, field, void
from components.markup import Safe, tag
from data.commands.dictionary import REASON
from data.language import gettext as _
from data.ledgers.field_told import KINDS, WORD
from data.ledgers.fields import CLASSES, UNITS, Field, Ledger
from data.ledgers.writing import name_of
from data.words import ROLES

Row = dict[str, Any]


def field_forms(its: Ledger, fields: Sequence[Field]) -> list[Safe]:
    return [folded(_("新增数据项"), _new(its)), folded(_("修改数据项"), _change(fields))]


def _new(its: Ledger) -> list[Safe]:
    kinds = [(name, _(word)) for name, word in KINDS.items()]
    units = [("", "—"), *((one, _(one)) for one in UNITS)]
    of = [("", _("只用于本台账")), ("1", _("同类台账共用"))]
    return [
        *_hidden({"act": "field_add", "ledger": its.code}),
        field("word", _("名称"), entry("word", maxlength=str(WORD), required="")),
        field("code", _("代码"), entry("code", maxlength="32", required=""), hint=_("英文名称由代码而来，建后不改")),
        field("kind", _("类型"), choice("kind", kinds)),
        field("codes", _("选项"), area("codes", rows=3), hint=_("选项类填写，一行一个：代码 名称")),
        field("unit", _("单位"), choice("unit", units), hint=_("数值类填写")),
        field("shield", _("类别"), choice("shield", _classes())),
        field("shared", _("用在哪里"), choice("shared", of)),
        _reason(),
    ]


def _change(fields: Sequence[Field]) -> list[Safe]:
    known = [("", _("请选择")), *((one.code, f"{name_of(one)}（{one.code}）") for one in fields)]
    return [
        *_hidden({"act": "field_change"}),
        field("field", _("数据项"), choice("field", known, required="")),
        field("word", _("新名称"), entry("word", maxlength=str(WORD)), hint=_("留空不改")),
        field("codes", _("增加或改名的选项"), area("codes", rows=3), hint=_("一行一个：代码 名称；已有的选项不会删除")),
        field("shield", _("类别"), choice("shield", [("", _("不改")), *_classes()]), hint=_("只能调严")),
        _reason(),
    ]


def _classes() -> list[tuple[str, str]]:
    return [(name, _(word)) for name, (word, _clearance) in CLASSES.items()]


def _reason() -> Safe:
    return field("words", _("理由"), entry("words", maxlength=str(REASON), required=""))


def _hidden(given: dict[str, str]) -> list[Safe]:
    return [void("input", type="hidden", name=name, value=value) for name, value in given.items()]


def field_history(steps: Sequence[Row], now: datetime) -> list[Safe]:
    """Nothing where nothing was changed."""
    lines = [_step(one, now) for one in steps]
    return [tag("h3", _("数据项的修改")), tag("ol", lines, "list-steps")] if lines else []


def _step(one: Row, now: datetime) -> Safe:
    told = one["told"]
    head = [tag("b", told["word"]), tag("span", moment(one["at"], now), "n")]
    codes = "、".join(told["codes"].values())
    what = " · ".join(filter(None, (_(KINDS[told["kind"]]), codes, _(CLASSES[told["shield"]][0]))))
    who = " · ".join(filter(None, (one["actor"], _(ROLES[one["role"]]))))
    return tag("li", [tag("div", head, "list-step-head"), tag("p", what), tag("p", one["reason"]), tag("small", who)])
