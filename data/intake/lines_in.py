"""Whether a record may name the line it says it came by."""

from collections.abc import Mapping

from data.intake.record import Fault
from data.language import gettext as _
from data.queries.lines_in import Line
from data.words import SOURCES

HOTLINE = "hotline"  # the source, and the kind of line that only it has


def check_line(code: str | None, source: str, known: Mapping[str, Line]) -> None:
    """Fault where there is no such line, or the case came in otherwise."""
    if code is None:
        return
    if code not in known:
        raise Fault("line", _("线路名录中没有“%(code)s”") % {"code": code})
    if known[code]["kind"] == HOTLINE and source != HOTLINE:
        words = {"name": known[code]["name"], "source": _(SOURCES[HOTLINE])}
        raise Fault("line", _("“%(name)s”是热线，来源须为%(source)s") % words)
