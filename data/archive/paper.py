"""An archive as PDF on A4, set by Typst without a browser; the figures as the screen writes them."""

import json
from pathlib import Path
from typing import Any

import typst

from data.archive.archive import Archive
from data.archive.block import Block, shown
from data.archive.sheet import notes
from data.handout.pdf import fonts
from data.language import gettext as _
from data.language import spoken
from data.times import local
from data.words import PROVENANCE

PAGE = Path(__file__).parent / "page.typ"


def printed(found: Archive, mark: str, stamp: str) -> bytes:
    """`mark`: who took it; `stamp`: of what kind of house it is, where that matters."""
    now = found.profile.current
    told: dict[str, Any] = {
        "title": _("{place}档案").format(place=found.here.name),
        "line": " › ".join(one.name for one in found.line),
        "made": _("生成时间 {time}").format(time=f"{local(found.now):%Y-%m-%d %H:%M}"),
        "worth": _(PROVENANCE[found.provenance]),
        "lang": spoken(),
        "mark": mark,
        "stamp": stamp,
        "profile_title": _("情简介"),
        "profile": now["text"] if now else _("还没有通过审核的情简介"),
        "profile_note": _approved(now) if now else "",
        "blocks": [_block(one) for one in found.blocks],
        "pages": _("第 {n} 页"),
    }
    given = {"told": json.dumps(told, ensure_ascii=False)}
    return bytes(typst.compile(PAGE, font_paths=fonts(), sys_inputs=given, format="pdf"))  # type: ignore[call-overload]


def _approved(now: dict[str, Any]) -> str:
    words = _("第 {n} 版 · {time} 通过").format(n=now["version"], time=f"{local(now['decided_at']):%Y-%m-%d}")
    return f"{words} · {_(PROVENANCE[now['provenance']])}"


def _block(one: Block) -> dict[str, Any]:
    figures = [all(isinstance(row[n], int | float | None) for row in one.rows) for n in range(len(one.heads))]
    more = _("列 {n} 行，共 {all}").format(n=len(one.rows), all=shown(one.more)) if one.more > len(one.rows) > 0 else ""
    return {
        "title": one.title,
        "meta": " · ".join(f"{name} {value}" for name, value in notes(one)),
        "facts": [[fact.name, shown(fact.value), fact.unit if fact.value is not None else ""] for fact in one.facts],
        "heads": list(one.heads),
        "figures": figures,
        "rows": [[shown(value) for value in row] for row in one.rows],
        "more": more,
        "nothing": one.nothing if one.empty else "",
    }
