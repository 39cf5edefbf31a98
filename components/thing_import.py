"""The dialog that takes a file of a register: its coordinates named, and afterwards what became of its rows."""

from components.event_forms import who
from components.fields import entry, field
from components.markup import Safe, tag
from data.acting import PLAYED
from data.commands.thing_imports import ENDINGS, LARGEST
from data.language import gettext as _
from data.words import REGISTERS

KNOWN_CRS = ("wgs84", "cgcs2000", "gcj02", "bd09", "EPSG:4549", "EPSG:4528")


def import_dialog(layer: str) -> Safe:
    """Closed; `assets/js/48-thing-import.js` opens it and hands the file to `POST /things/import`."""
    head = tag("h2", _("导入：{register}").format(register=_(REGISTERS[layer])), id="import-title")
    limit = _("CSV、XLSX（表头同导出文件）或 GeoJSON，{n} MB 以内；线和面按其上一点登记").format(n=LARGEST >> 20)
    file = field("file", _("文件"), entry("file", "file", accept=",".join(ENDINGS)), hint=limit)
    named = tag("datalist", [tag("option", None, value=one) for one in KNOWN_CRS], id="import-crs")
    hint = _("坐标是什么坐标系，须由提供者说明")
    crs = field(
        "crs", _("坐标系"), entry("crs", list="import-crs", maxlength="20", placeholder=KNOWN_CRS[0]), hint=hint
    )
    words = {"failed": _("没有导入成功，请重试"), "none": _("请选 CSV、XLSX 或 GeoJSON 文件"), "crs": _("请写明坐标系")}
    say = tag("p", None, "act-say", role="alert", **{f"data_{name}": one for name, one in words.items()})
    done = tag("div", None, "import-done", role="status", data_kept=_("看隔离区"))
    send = tag("button", _("导入"), "button primary", type="submit")
    close = tag("button", _("关闭"), "button", type="button", data_import_close="1")
    inside = [who(PLAYED[0], 1), file, crs, named, say, done, tag("div", [send, close], "act-send")]
    form = tag("form", inside, "act-form", data_import_form=layer, novalidate="")
    return tag("dialog", [head, form], "hand-dialog import-dialog", aria_labelledby="import-title")
