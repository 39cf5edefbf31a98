"""Forms of the page of documents: one more, a newer version, letting a department or an account in."""

from datetime import date
from typing import Any

from components.event_forms import who
from components.fields import choice, entry, field, void
from components.form_builder import FAMILIES
from components.markup import Safe, tag
from data.commands.documents import FARTHEST, NOTE, PAPER, TITLE
from data.document_words import DOCUMENT_KINDS, SHIELDS
from data.documents.files import LARGEST, MOST_PAGES
from data.language import gettext as _
from data.queries.document_validity import GROUP
from data.queries.documents import Document
from data.words import REGISTERS

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.webp"
SUBJECTS = ("person", "enterprise", "house", "project", "event")
Row = dict[str, Any]


def add_form(owners: list[Row], places: list[tuple[str, str]], clearance: int, role: str, number: int) -> Safe:
    """`assets/js/55-documents.js` hands it to `POST /documents/data`. `owners`: in whose name; `places`: of where."""
    if not owners:
        return tag("p", _("这里没有可以归口的单位"), "quiet")
    mine = [("", _("请选择")), *((row["code"], row["name"]) for row in owners)]
    shields = [(str(n), _(word)) for n, word in SHIELDS.items() if n <= clearance]
    subjects = [("", _("不关联")), *((one, _(FAMILIES[one])) for one in SUBJECTS), (GROUP, _("村居、镇街（区划代码）"))]
    subjects += [(layer, _(word)) for layer, word in REGISTERS.items()]
    inside = [
        who(role, number),
        _file(),
        field("title", _("资料名称"), entry("title", maxlength=str(TITLE), required="")),
        field("kind", _("类别"), choice("kind", [(one, _(word)) for one, word in DOCUMENT_KINDS.items()], "check")),
        field("agency", _("归口单位"), choice("agency", mine, mine[1][0] if len(mine) == 2 else "", required="")),
        field("region", _("区划"), choice("region", places)),
        field("clearance", _("密级"), choice("clearance", shields, shields[-1][0])),
        field("subject", _("关联台账对象"), choice("subject", subjects)),
        field(
            "record",
            _("对象编号"),
            entry("record", maxlength="48"),
            hint=_("人员、企业等在一张表里的编号，或台账、区划的编号；可不填"),
        ),
        field("paper", _("证照编号"), entry("paper", maxlength=str(PAPER)), hint=_("以下四项只用于证照许可")),
        field("issuer", _("发证机关"), entry("issuer", maxlength=str(PAPER))),
        field("issued", _("发证日期"), entry("issued", "date")),
        field("ends", _("有效期止"), entry("ends", "date"), hint=_("不填即长期有效")),
        *_send(_("登记资料")),
    ]
    return _folded(_("登记资料"), tag("form", inside, "act-form", data_document_form="", novalidate=""), "primary")


def version_form(code: str, role: str, number: int) -> Safe:
    note = field("note", _("更新说明"), entry("note", maxlength=str(NOTE)))
    inside = [who(role, number), _file(), note, *_send(_("上传新版本"))]
    return _folded(_("上传新版本"), tag("form", inside, "act-form", data_document_form=code, novalidate=""))


def grant_form(code: str, whom: list[Row], today: date, role: str, number: int) -> Safe:
    """One department of the list, or an account by its login."""
    last = date.fromordinal(today.toordinal() + FARTHEST).isoformat()
    week = date.fromordinal(today.toordinal() + 7).isoformat()
    units = [("", _("请选择")), *((row["code"], row["name"]) for row in whom)]
    days = entry("until", "date", week, min=today.isoformat(), max=last, required="")
    inside = [
        *hidden(act="grant", code=code),
        who(role, number),
        field("agency", _("授权给单位"), choice("agency", units)),
        field("login", _("或授权给账号"), entry("login", maxlength="64", autocomplete="off", spellcheck="false")),
        field("until", _("截止日期（含当日）"), days),
        field("reason", _("授权事由"), entry("reason", maxlength=str(NOTE), required="")),
        tag("p", None, "act-say", role="alert"),
        tag("div", tag("button", _("确认授权"), "button primary", type="submit"), "act-send"),
    ]
    return _folded(_("授权查阅"), tag("form", inside, "act-form", data_listing_move="document"), "primary")


def move_form(one: Document, role: str, number: int) -> Safe:
    """Take it down, or put it back."""
    act, note = (
        ("restore", "") if one.withdrawn else ("withdraw", _("下架后，已授权的单位和账号不能再查阅；各版本和记录保留"))
    )
    words = _("恢复资料") if one.withdrawn else _("下架资料")
    inside = [
        *hidden(act=act, code=one.row["code"]),
        who(role, number),
        *([tag("p", note, "quiet")] if note else []),
        field("reason", _("原因"), entry("reason", maxlength=str(NOTE), required="")),
        tag("p", None, "act-say", role="alert"),
        tag("div", tag("button", words, "button primary", type="submit"), "act-send"),
    ]
    return _folded(words, tag("form", inside, "act-form", data_listing_move="document"))


def hidden(**values: str) -> list[Safe]:
    return [void("input", type="hidden", name=name, value=value) for name, value in values.items()]


def _file() -> Safe:
    hint = _("PDF（至多 {pages} 页）或 JPEG、PNG、WebP 图片，{n} MB 以内").format(pages=MOST_PAGES, n=LARGEST >> 20)
    return field("file", _("文件"), entry("file", "file", accept=ACCEPTED), hint=hint)


def _send(words: str) -> list[Safe]:
    bar = tag("progress", None, "document-bar", max="100", value="0", hidden="", aria_label=_("进度"))
    told = {"data_failed": _("没有上传成功，请重试"), "data_none": _("请选择文件"), "data_done": _("已存入资料中心")}
    say = tag("p", None, "act-say", role="alert", **told)
    return [bar, say, tag("div", tag("button", words, "button primary", type="submit"), "act-send")]


def _folded(words: str, form: Safe, kind: str = "") -> Safe:
    return tag("details", [tag("summary", words, f"button {kind}".strip()), form], "act")
