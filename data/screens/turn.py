"""The turn of a group: which page it shows at any moment, and for how long yet. Pure: a state and a moment, no timer.

`assets/js/80-screen-turn.js` says the same in the browser, from the same state and the server's time: so screens of one
group change together, and whoever comes later, reloads or restarts finds the same page with the same seconds left.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

SECOND = 1_000  # ms
FOREVER = 2**52  # ms: a turn that stands until somebody lets it go on
LEAD = 800  # ms after which a change by hand is shown: by then every screen has heard of it


@dataclass(frozen=True, kw_only=True)
class Page:
    """One of the rotation."""

    id: int
    seconds: int


@dataclass(frozen=True, kw_only=True)
class Shown:
    """`left`: ms."""

    page: int | None
    left: int


@dataclass(frozen=True, kw_only=True)
class Turn:
    """At `since` (ms) `page` had been shown for `spent` ms; from then on it goes on, unless it is paused.

    `pages` are all of the rotation in their order, `among` those that take turns now. `since` lies in the future while
    an alarm holds the turn.
    """

    pages: tuple[Page, ...]
    among: tuple[int, ...]
    page: int | None = None
    spent: int = 0
    since: int = 0
    paused: bool = False

    def at(self, now: int) -> Shown:
        """What is shown at this moment."""
        seconds = {one.id: one.seconds * SECOND for one in self.pages}
        page = self.page if self.page in seconds else self.after(None)
        if page is None:
            return Shown(page=None, left=0)
        gone = self.spent + (0 if self.paused else max(0, now - self.since))
        if gone >= seconds[page]:
            gone -= seconds[page]
            page = self.after(page)
            gone %= sum(seconds[one] for one in self.among) or 1
        while page is not None and gone >= seconds[page]:
            gone -= seconds[page]
            page = self.after(page)
        return Shown(page=page, left=seconds[page] - gone if page is not None else 0)

    def after(self, page: int | None, step: int = 1) -> int | None:
        """The next among those that take turns, in the order of the rotation; `step` -1: the one before."""
        order = [one.id for one in self.pages if one.id in self.among or one.id == page]
        if page not in order:
            return order[0] if order else None
        there = order[(order.index(page) + step) % len(order)]
        return there if there in self.among else None

    def ahead(self, page: int | None, pages: int) -> int | None:
        """What a screen shows that stands so many pages before its group; it changes with the others."""
        for _step in range(pages % len(self.among) if self.among else 0):
            page = self.after(page)
        return page

    def stand(self, now: int) -> "Turn":
        """The same, told from this moment on. A turn that is held stays held until it was."""
        shown = self.at(now)
        seconds = {one.id: one.seconds * SECOND for one in self.pages}
        spent = seconds[shown.page] - shown.left if shown.page is not None else 0
        return replace(self, page=shown.page, spent=spent, since=max(now, self.since))

    def pause(self, now: int) -> "Turn":
        return replace(self.stand(now), paused=True)

    def resume(self, now: int) -> "Turn":
        return replace(self.stand(now), paused=False)

    def hold(self, now: int, until: int) -> "Turn":
        """It stands from `now` to `until`, and then goes on where it stood."""
        here = self.stand(now)
        return replace(here, since=max(here.since, until))

    def release(self, now: int, until: int = 0) -> "Turn":
        """It is held no longer than `until`; 0: not at all."""
        return replace(self, since=max(now, until)) if self.since > now else self

    def show(self, page: int | None, now: int) -> "Turn":
        """That page from its beginning."""
        return replace(self.stand(now), page=page, spent=0)

    def between(self, among: Sequence[int], now: int) -> "Turn":
        """Others take turns from now on. A page that no longer does gives way at once; any other keeps its time."""
        here = replace(self.stand(now), among=tuple(among))
        if here.page in here.among:
            return here
        return replace(here, page=replace(here, among=tuple(among)).after(here.page), spent=0)
