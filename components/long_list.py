"""Lists longer than a screen: a grid that asks for its rows block by block, and turns to them by cursors."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from dash import html
from dash.development.base_component import Component

from components.grid import grid
from data.language import gettext as _

BLOCK = 100
FARTHEST = 100_000  # rows one may jump over
MOST = 500  # read at once on the way there
Row = dict[str, Any]


class Page(Protocol):
    """A page of rows; `next` is the cursor of the page after, None on the last one."""

    @property
    def rows(self) -> list[Row]: ...

    @property
    def next(self) -> str | None: ...


Turned = TypeVar("Turned", bound=Page)


def long_list(list_id: str, columns: list[Row], words: Mapping[str, str], **options: Any) -> Component:
    """`words`: what the grid says where it differs (`noRowsToShow` does in every list); `options`: of the grid."""
    said = {"loadingOoo": _("加载中"), "loadingError": _("暂时取不到数据"), **words}
    rows = grid(
        id=list_id,
        rowModelType="infinite",
        columnDefs=columns,
        defaultColDef={"sortable": False, "resizable": True, "suppressMovable": True, "suppressHeaderMenuButton": True},
        dashGridOptions=_OPTIONS | {"localeText": said} | options,
        className="list-grid",
        style={"height": "100%", "width": "100%"},
    )
    return html.Div(rows, className="list-box")


_OPTIONS: Row = {
    "cacheBlockSize": BLOCK,
    "maxConcurrentDatasourceRequests": 1,
    "infiniteInitialRowCount": 1,
    "cacheOverflowSize": 2,
    "blockLoadDebounceMillis": 40,
    "rowHeight": 36,
    "headerHeight": 34,
    "suppressDragLeaveHidesColumns": True,
    "animateRows": False,
    "ensureDomOrder": True,
    "loadThemeGoogleFonts": False,
}


def turned(
    listed: Callable[[str | None, int], Turned], start: int, limit: int, turns: Mapping[str, str]
) -> Turned | None:
    """The page from row `start` on; `turns` {row: cursor} are beginnings known. None beyond the end, or too far off."""
    known = max((int(n) for n in turns if int(n) <= start), default=0)
    after = turns.get(str(known))
    if start - known > FARTHEST:
        return None
    while known < start:  # somebody jumped: walk there
        page = listed(after, min(MOST, start - known))
        known, after = known + len(page.rows), page.next
        if after is None:
            return None
    return listed(after, limit)


def asked_for(request: Mapping[str, Any]) -> tuple[int, int]:
    """The first row that the grid wants, and how many."""
    start = int(request["startRow"])
    return start, max(1, min(int(request["endRow"]) - start, 5 * BLOCK))


def turns_of(kept: Mapping[str, str] | None, key: str, start: int) -> dict[str, str]:
    """The beginnings known of this very list; from its top it begins anew."""
    same = (kept or {}).get("key") == key and start
    return {n: cursor for n, cursor in (kept or {}).items() if n != "key"} if same else {}


def answered(
    found: list[Row], after: str | None, start: int, turns: dict[str, str], key: str
) -> tuple[Row, dict[str, str]]:
    """The response that the grid waits for, and the turns to keep."""
    end = start + len(found)
    if after is None:
        return {"rowData": found, "rowCount": end}, turns | {"key": key}
    return {"rowData": found}, turns | {str(end): after, "key": key}
