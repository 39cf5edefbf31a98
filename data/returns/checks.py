"""Which fields each record of a ledger must have, as the city declares it or as the house does for any city."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from sqlalchemy import Connection

from data.errors import CityError
from data.language import gettext as _
from data.ledgers.fields import Field, Ledger, dictionary
from data.ledgers.writing import ledger_name, name_of
from data.settings import Settings
from data.yaml_file import read_yaml

OWN = "checks.yaml"  # in the pack of a city
GENERIC = Path(__file__).with_name(OWN)


class Check(NamedTuple):
    """`key` names it in the database and in addresses."""

    ledger: str
    field: str

    @property
    def key(self) -> str:
        return f"{self.ledger}.{self.field}"


def record_checks(settings: Settings) -> tuple[Check, ...]:
    own = settings.cities_dir / settings.city / OWN
    return read_checks(own if own.is_file() else GENERIC)


@cache
def read_checks(path: Path) -> tuple[Check, ...]:
    """CityError where the file is no {ledger: [fields]}."""
    told = read_yaml(path)
    if not isinstance(told, dict) or not all(isinstance(some, list) for some in told.values()):
        raise CityError(f"{path}: each ledger has a list of fields")
    return tuple(Check(str(ledger), str(field)) for ledger, some in told.items() for field in some)


def known_checks(connection: Connection, checks: Sequence[Check]) -> list[tuple[Check, Ledger, Field]]:
    """Those of ledgers and fields that the city has, and that everybody may ask by."""
    known = dictionary(connection)
    found = ((one, known.ledgers.get(one.ledger), known.fields.get(one.field)) for one in checks)
    return [
        (one, its, field)
        for one, its, field in found
        if its and field and field.subject == its.subject and not field.clearance
    ]


def check_name(its: Ledger, field: Field) -> str:
    return _("{ledger}未填“{field}”").format(ledger=ledger_name(its), field=name_of(field))


@cache
def form_way(check: Check) -> str:
    """The form that lists the records at fault; the code of the region goes behind."""
    where = json.dumps([[check.field, "empty"]])
    return f"/forms?{urlencode({'ledger': check.ledger, 'fields': check.field, 'where': where})}&region="
