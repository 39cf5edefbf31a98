"""What a room's screen shows of a briefing that it is given: no scene beyond what it may see, and it says so."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection

from data.briefer import Briefer, covers
from data.errors import UnknownRegion
from data.language import gettext as _
from data.queries.regions import region_of
from data.screens.pages import may_be_shown
from data.view import View

OF_ONE = ("/events/", "/warnings/")  # pages of one thing, wherever it is


def beyond(connection: Connection, me: Briefer, row: Mapping[Any, Any], path: str, *, frozen: bool) -> str:
    """Why this asker is not shown the page at `path` of this briefing; "" where he is.

    Only screens are refused: whoever else sees a briefing sees all that its maker does. What is frozen was asked as
    its maker; a screen that sees less gets none of it.
    """
    if not me.shown:
        return ""
    parts = urlsplit(path)
    if not may_be_shown(parts.path):
        return _("这一幕的页面不在大屏上显示")
    if covers(me.scope, row["scope"]) or not frozen and _within(connection, me, parts.path, parts.query):
        return ""
    return _("这一幕超出本屏可看的范围")


def _within(connection: Connection, me: Briefer, page: str, query: str) -> bool:
    """Whether it is of a place that the screen sees. Without a place it is of all that its maker saw."""
    region = View.lenient(query)[0].region
    if not region or not me.scope.every_department or page.startswith(OF_ONE):
        return False
    with suppress(UnknownRegion):
        return bool(region_of(connection, region, me.scope))
    return False
