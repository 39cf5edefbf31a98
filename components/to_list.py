"""The way from a figure to the list of exactly the events that it counts."""

from urllib.parse import urlencode

from data.view import View


def to_list(view: View, region: str = "", **filters: str) -> str:
    """The event centre with these filters, at the view's window and moment; `region` "" keeps that of the view."""
    plain = View(region=region or view.region, window=view.window, at=view.at, lang=view.lang, skin=view.skin)
    query, given = plain.query(), urlencode({name: value for name, value in filters.items() if value}, safe=",:")
    joined = "&".join(part for part in (query.removeprefix("?"), given) if part)
    return f"/events?{joined}" if joined else "/events"
