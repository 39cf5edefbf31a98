"""The handout as PDF: vector pages with the house's own typefaces inside, set by Typst without a browser."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import typst

from data.errors import NotReady
from data.handout.paint_page import HIGH, WIDE, painted
from data.handout.sheet import Handout
from data.language import gettext as _

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
NEEDED = ("Noto Sans SC", "Barlow")
WITH_NOTES = 1357.0  # the scene above, the notes below: as high as A4 at this width


def pdf(handout: Handout, told: Callable[[int], object] = lambda n: None) -> bytes:
    """One page a scene (with notes more, where they are long). `told` hears how many scenes are drawn."""
    return _set(handout, "pdf", told)[0]


def pictures(handout: Handout, ppi: float = 96.0) -> list[bytes]:
    """The same pages as PNG, to be looked at."""
    return _set(handout, "png", lambda n: None, ppi)


def _set(handout: Handout, kind: str, told: Callable[[int], object], ppi: float = 96.0) -> list[bytes]:
    pages = []
    for n, sheet in enumerate(handout.sheets):
        pages.append({"ops": painted(handout, n).ops, "notes": sheet.notes})
        told(n + 1)
    whole = {"title": handout.title, "author": handout.mark, "lang": handout.lang, "w": WIDE, "pages": pages}
    whole |= {"h": WITH_NOTES if handout.notes else HIGH, "mark": handout.mark, "stamp": handout.stamp}
    given = {"told": json.dumps(whole, ensure_ascii=False)}
    made = typst.compile(HERE / "pages.typ", font_paths=fonts(), sys_inputs=given, format=kind, ppi=ppi)  # type: ignore[call-overload]
    return made if isinstance(made, list) else [made]


@cache
def fonts() -> typst.Fonts:
    """The house's own first, those of the machine for what they lack. NotReady where there are none."""
    found = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[FONTS])
    if missing := [name for name in NEEDED if name not in found.families()]:
        raise NotReady(_("讲义所需的字体不在：{names}").format(names="、".join(missing)))
    return found
