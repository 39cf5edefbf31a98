"""What administrators type into plain forms: regions by name or code, and days."""

import re
from datetime import datetime

from sqlalchemy import Connection

from data.errors import BadInput
from data.language import gettext as _
from data.queries.regions import search
from data.scope import Scope
from data.times import CITY_ZONE

DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?")  # ISO 8601, and how people write it
BETWEEN = re.compile("[,，、;；]")


def regions_typed(connection: Connection, text: str, scope: Scope) -> list[str]:
    """Codes of regions by code, or by a name that only one has, with commas between. BadInput for any other."""
    return [_region(connection, one.strip(), scope) for one in BETWEEN.split(text) if one.strip()]


def _region(connection: Connection, text: str, scope: Scope) -> str:
    hits = search(connection, text, scope)
    same = [one for one in hits if text in (one.code, one.name)] or hits
    if len(same) != 1:
        raise BadInput(_("区划“{text}”没有或不止一个，请从列表中选择").format(text=text[:40]))
    return same[0].code


def day_typed(text: str) -> datetime | None:
    """The end of this day in the city; None for nothing, BadInput for what is no day."""
    if not text:
        return None
    told = DAY.fullmatch(text)
    try:
        year, month, day = (int(one) for one in told.groups()) if told else (0, 0, 0)
        return datetime(year, month, day, 23, 59, 59, tzinfo=CITY_ZONE)
    except ValueError:
        raise BadInput(_("日期不对，请写成 2027-12-31")) from None
