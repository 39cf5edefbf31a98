"""What `data/doors/handouts.py` asks for: freezing, sheets and drafts, of pages and panels that it does not know."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from components.drafts import drafted
from components.freezing import freeze_now, thaw_now
from components.handout import Wanted, titled
from components.handout import sheets as laid_out
from components.reviews import reviewed
from data.briefer import Briefer
from data.handout.sheet import Handout, Sheet
from data.house import House

Given = dict[str, Any]


def freeze(house: House, code: str, me: Briefer) -> datetime:
    return freeze_now(house, code, me)


def thaw(house: House, code: str, me: Briefer) -> None:
    thaw_now(house, code, me)


def sheets(house: House, code: str, me: Briefer, given: Given) -> Iterator[Sheet | int]:
    return laid_out(house, _wanted(code, given), me)


def whole(house: House, code: str, me: Briefer, given: Given, made: list[Sheet]) -> Handout:
    return titled(house, _wanted(code, given), me, made)


def draft(house: House, me: Briefer, given: Given) -> str:
    return drafted(house, me, given)


def review(house: House, me: Briefer, event: str) -> str:
    return reviewed(house, me, event)


def _wanted(code: str, given: Given) -> Wanted:
    return Wanted(code=code, lang=str(given["lang"]), notes=given.get("notes") is True, live=given.get("live") is True)
