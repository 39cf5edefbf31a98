"""How a sheet of a statistics bureau is laid out: a profile in YAML, and words for periods that all of them share."""

import re
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from data.errors import BadInput
from data.indicator.period import Period
from data.intake.profile import parsed
from data.yaml_file import read_yaml

SHIPPED = Path(__file__).parent / "profiles"
WORDS = "words"
ASPECTS = ("indicator", "region", "period")
Names = list[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]]
Aspect = Literal["indicator", "region", "period"]


class Heads(BaseModel):
    """By which names the columns of a long table are known."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    indicator: Names
    region: Names = []
    period: Names
    value: Names
    unit: Names = []


class Layout(BaseModel):
    """`header`: the lines with the names of columns (of several, joined); `title`: a line of which period or region is
    read; `fixed`: what no cell tells; `names`: what the file calls an indicator, and its code or name here."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    layout: Literal["long", "cross"]
    sheet: str = ""
    title: int = Field(0, ge=0, le=50)
    header: list[Annotated[int, Field(ge=1, le=50)]] = Field([1], min_length=1, max_length=3)
    columns: Heads | Aspect
    rows: Aspect | None = None
    unit: Names = []
    fixed: dict[Aspect, str] = {}
    names: dict[str, str] = {}

    @model_validator(mode="after")
    def _fits(self) -> "Layout":
        if (self.layout == "long") != isinstance(self.columns, Heads):
            raise ValueError("columns: a long table names them, a cross table says what they are")
        if self.layout == "cross" and (self.rows is None or self.rows == self.columns):
            raise ValueError("rows: a cross table has one thing in rows and another in columns")
        if sorted(self.header) != self.header or self.title > self.header[0]:
            raise ValueError("header: lines in order, after the title")
        return self

    @property
    def left(self) -> str:
        """What neither rows nor columns of a cross table tell."""
        return next(one for one in ASPECTS if one not in (self.rows, self.columns))


def shipped() -> list[str]:
    return sorted(path.stem for path in SHIPPED.glob("*.yaml") if path.stem != WORDS)


def load_layout(name: str, *, files: bool = False) -> Layout:
    """A shipped profile by name; with `files`, a YAML file by its path too."""
    path = SHIPPED / f"{name}.yaml" if name in shipped() else Path(name) if files else None
    if path is None or not path.is_file():
        raise BadInput(f"no profile {name[:80]}: {', '.join(shipped())}" + (", or the path of a file" if files else ""))
    return parsed(Layout, path.read_text("utf-8"), path.name)


@cache
def words() -> dict[str, Any]:
    found = read_yaml(SHIPPED / f"{WORDS}.yaml")
    return found | {"periods": [(re.compile(one["pattern"]), one) for one in found["periods"]]}


def period_told(text: str, title: str = "") -> Period | None:
    """The period that a cell names; its year may stand in the title alone."""
    plain = " ".join(text.split())
    for pattern, told in words()["periods"]:
        if match := pattern.fullmatch(plain):
            return _period(match, told, title)
    return None


def period_in(title: str) -> Period | None:
    """The period that a title speaks of: the longest that is found in it."""
    for pattern, told in words()["periods"]:
        if (match := pattern.search(title)) and match.groupdict().get("year"):
            return _period(match, told, title)
    return None


def _period(match: re.Match[str], told: dict[str, Any], title: str) -> Period | None:
    groups = match.groupdict()
    year = groups.get("year") or (re.search("[0-9]{4}", title) or [""])[0]
    if not year:
        return None
    quarter = groups.get("quarter")
    month = (
        3 * int(words()["digits"].get(quarter, quarter)) if quarter else told.get("month", groups.get("month")) or 12
    )
    return Period(told["form"], int(year) * 12 + int(month) - 1) if 1 <= int(month) <= 12 else None
