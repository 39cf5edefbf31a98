"""What a screen may show: pages to be looked at. What is done elsewhere, at desks, is nothing for a wall."""

import re
from urllib.parse import parse_qs, urlsplit

from data.errors import BadInput
from data.language import gettext as _
from data.view import View

PAGES = {  # those that a rotation offers, by their names
    "/": "一张图",
    "/risk": "风险预警",
    "/events": "事件中心",
    "/studies": "研判",
    "/economy": "经济运行",
    "/themes": "专题",
    "/themes/city/today": "今日关注",
    "/themes/city/window": "城市窗口",
    "/events/digest": "通报",
}
SHOWN = re.compile(
    r"/|/(risk|events|studies|economy|themes|events/digest)|/themes/[a-z_]{1,32}(/[a-z_]{1,32})?"
    r"|/panel/[a-z_]{1,32}|/warnings/[A-Za-z0-9-]{1,40}|/events/[A-Za-z0-9-]{1,40}",
    re.ASCII,
)
STAGE = re.compile(r"/briefing/stage/[\w-]{1,40}/[\w-]{1,40}/audience", re.ASCII)  # of a show that a room is given
LONGEST = 1_000


def may_be_shown(path: str) -> bool:
    """Whether a screen may open the page at this path."""
    return SHOWN.fullmatch(path) is not None


def page_given(text: str) -> str:
    """The address of a page as a person gives it, whole or from its path on; BadInput for what no screen may show."""
    parts = urlsplit(text.strip()[:LONGEST])
    if not may_be_shown(parts.path or "/"):
        raise BadInput(_("大屏只能放一张图、风险预警、事件中心、研判、经济运行、专题、通报和各面板页，不能放这个地址"))
    try:
        View.parse({name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()})
    except BadInput as error:
        raise BadInput(_("地址里的参数看不懂：{why}").format(why=error)) from None
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
