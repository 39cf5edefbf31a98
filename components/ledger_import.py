"""The dialog that takes a file into a ledger: chosen, its columns matched with fields, a bar, and what became of it."""

import json
from typing import Any

from components.event_forms import who
from components.fields import entry, field
from components.form_builder import told_words
from components.markup import Safe, tag
from data.acting import PLAYED
from data.commands.ledger_imports import ENDINGS, LARGEST
from data.language import gettext as _
from data.ledgers.fields import Dictionary, Ledger


def ledger_dialog(known: Dictionary, its: Ledger, word: str, clearance: int) -> Safe:
    """Closed; `assets/js/55-ledger-import.js` opens it and hands the file to `/forms/data`."""
    limit = _("CSV 或 XLSX，第一行为表头，{n} MB 以内；新记录须有区划代码").format(n=LARGEST >> 20)
    file = field("file", _("文件"), entry("file", "file", accept=",".join(ENDINGS)), hint=limit)
    rows = tag("tbody", None, data_ledger_columns="1")
    heads = tag("thead", tag("tr", [tag("th", one) for one in (_("文件的列"), _("样例"), _("对应字段"))]))
    match = tag("div", tag("table", [heads, rows], "ledger"), "ledger-match", hidden="")
    bar = tag("progress", None, "document-bar", max="100", value="0", hidden="", aria_label=_("进度"))
    say = tag("p", None, "act-say", role="alert", **_words())
    done = tag("div", None, "import-done", role="status", data_kept=_("看隔离区"))
    look = tag("button", _("识别各列"), "button primary", type="button", data_ledger_look="1")
    send = tag("button", _("导入"), "button primary", type="submit", hidden="")
    close = tag("button", _("关闭"), "button", type="button", data_ledger_close="1")
    inside = [who(PLAYED[0], 1), file, match, bar, say, done, tag("div", [look, send, close], "act-send")]
    mine = [one for one in known.of(its.subject) if one.ledger in (None, its.code)]
    fields = [("", _("不导入")), ("code", _("编号")), ("region", _("区划代码"))]
    fields += [(one.code, told_words(one)) for one in mine if one.clearance <= clearance]
    told = {"data_ledger_form": its.code, "data_ledger_fields": json.dumps(fields, ensure_ascii=False)}
    form = tag("form", inside, "act-form", novalidate="", **told)
    head = tag("h2", _("导入：{register}").format(register=word), id="ledger-title")
    return tag("dialog", [head, form], "hand-dialog import-dialog ledger-dialog", aria_labelledby="ledger-title")


def _words() -> dict[str, Any]:
    return {
        "data_failed": _("没有导入成功，请重试"),
        "data_none": _("请选 CSV 或 XLSX 文件"),
        "data_rows": _("共 {n} 行，{m} 列；请核对各列对应的字段"),
        "data_doing": _("已读 {done} / {of} 行"),
    }
