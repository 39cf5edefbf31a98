"""What the door of warning rules answers; the OpenAPI document is made from it."""

from typing import Annotated

from pydantic import BaseModel

from data.doors.event_models import Moment, one_of
from data.doors.warning_models import Colour
from data.risk_words import CHEM_LINKS, RULE_STATES, WARNING_FIELDS


class RuleLevel(BaseModel):
    """A colour, and in words when it holds."""

    colour: Colour
    when: str


class RuleRow(BaseModel):
    """A rule in force. `state` lacking: nothing that it looks at is connected. Counts of warnings: `raised` ever, in
    the last 7, 30 and 365 days; `hit` and `false` as people judged; `precision` in percent with its 95 % interval."""

    code: str
    version: int
    name: str
    field: Annotated[str, *one_of(WARNING_FIELDS)]
    link: Annotated[str, *one_of(("", *CHEM_LINKS))]
    source: str
    enabled: bool
    state: Annotated[str, *one_of(RULE_STATES)]
    missing: list[str]
    looks_at: str
    levels: list[RuleLevel]
    raised: int
    live: int
    d7: int
    d30: int
    year: int
    hit: int
    false: int
    precision: float | None
    low: float | None
    high: float | None
    last_at: Moment | None
    trend: list[int]


class Rules(BaseModel):
    """The whole library, by code."""

    now: Moment
    region: str
    rules: list[RuleRow]
