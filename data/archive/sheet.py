"""An archive as a workbook: a sheet of the profile and one a block, with the numbers of the screen."""

import io
from typing import Any

from data.archive.archive import Archive
from data.archive.block import Block
from data.language import gettext as _
from data.list_words import PROFILES
from data.times import local
from data.words import PROVENANCE
from data.workbook import workbook


def written(found: Archive) -> bytes:
    """Texts are written as texts, so that none can be a formula."""
    file = io.BytesIO()
    with workbook(file, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        _profile(book.add_worksheet(_("情简介")), bold, found)
        for one in found.blocks:
            _block(book.add_worksheet(one.title), bold, one)
    return file.getvalue()


def notes(one: Block) -> list[tuple[str, str]]:
    """Where a block's figures are from, of what worth, of when."""
    when = f"{local(one.as_of):%Y-%m-%d %H:%M}" if one.as_of else _("未注明时间")
    return [(_("来源"), one.source), (_("数据性质"), _(PROVENANCE[one.provenance])), (_("截至"), when)]


def _profile(page: Any, bold: Any, found: Archive) -> None:
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 80)
    rows = [(_("区划"), " / ".join(one.name for one in found.line)), (_("区划代码"), found.here.code)]
    rows += [(_("生成时间"), f"{local(found.now):%Y-%m-%d %H:%M}"), (_("数据性质"), _(PROVENANCE[found.provenance]))]
    for row in found.profile.history:
        word = _("第 {n} 版").format(n=row["version"])
        rows.append((f"{word} · {_(PROFILES[row['state']])}", row["text"]))
    for n, (name, value) in enumerate(rows):
        page.write_string(n, 0, name, bold)
        page.write_string(n, 1, value)


def _block(page: Any, bold: Any, one: Block) -> None:
    page.set_column(0, max(2, len(one.heads) - 1), 18)
    line = 0
    for name, words in notes(one):
        page.write_string(line, 0, name, bold)
        page.write_string(line, 1, words)
        line += 1
    for fact in one.facts:
        page.write_string(line, 0, fact.name, bold)
        _write(page, line, 1, fact.value)
        page.write_string(line, 2, fact.unit)
        line += 1
    line += 1
    for at, head in enumerate(one.heads):
        page.write_string(line, at, head, bold)
    for n, row in enumerate(one.rows, start=line + 1):
        for at, value in enumerate(row):
            _write(page, n, at, value)


def _write(page: Any, line: int, at: int, value: Any) -> None:
    if value is None or value == "":
        return
    (page.write_string if isinstance(value, str) else page.write_number)(line, at, value)
