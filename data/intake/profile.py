"""Profiles: how the rows of a file become records, in YAML. An unknown or missing key is refused by its name."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from data.errors import BadInput
from data.intake.crs import check_crs
from data.intake.record import LIFE
from data.words import GRADES, SOURCES, STATES

SHIPPED = Path(__file__).resolve().parent / "profiles"
TODO = "TODO"
WORDS = {"source": SOURCES, "grade": GRADES, "state": STATES}  # what the values of a mapping can be


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"no time zone {name!r}") from None
    return name


def _crs(name: str) -> str:
    try:
        check_crs(name)
    except BadInput:
        raise ValueError(f"no coordinate system {name!r}: use wgs84, gcj02, bd09 or EPSG:nnnn") from None
    return name


def _columns(value: Any) -> Any:
    return [value] if isinstance(value, str | int) else value


Columns = Annotated[list[Annotated[str, BeforeValidator(str)]], BeforeValidator(_columns)]
Value = Annotated[str, BeforeValidator(lambda value: str(value) if isinstance(value, int | float) else value)]


Model = TypeVar("Model", bound=BaseModel)


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class File(Strict):
    """What the file is like; `header` is the line (row) that names the columns, from 1."""

    encoding: str = "auto"  # auto: UTF-8 or GB 18030
    delimiter: str = "auto"
    quote: str = Field('"', min_length=1, max_length=1)
    sheet: str = ""  # of an XLSX; empty: the first
    header: int = Field(1, ge=1, le=100)
    empty: list[str] = ["", "NULL", "null", "N/A", "NaN", "-", "无"]  # values that mean nothing


class Fields(Strict):
    """Which column holds what. Several columns: joined for title, text and place, else the first that is not empty."""

    title: Columns = []
    text: Columns = []
    category: Columns = []
    source: Columns = []
    grade: Columns = []
    lon: Columns = []
    lat: Columns = []
    region: Columns = []
    place: Columns = []
    reported_at: Columns = []
    external_id: Columns = []
    state: Columns = []
    rating: Columns = []
    agency: Columns = []
    line: Columns = []  # the only one that the file may lack


class Constants(Strict):
    """What all rows have in common, where no column says otherwise."""

    title: str = ""
    category: str = ""
    source: str = ""
    grade: str = ""
    region: str = ""
    state: str = ""
    provenance: Literal["measured", "simulated", "published"] = "measured"


class Mapped(Strict):
    """What values mean. Our own codes and words are understood as they are; without `otherwise` the rest is a fault."""

    values: dict[Value, Value] = {}
    otherwise: str | None = None


class Times(Strict):
    """`formats` as of strptime, tried in turn, or iso; moments without an offset are of `zone`."""

    formats: list[str] = Field(["iso"], min_length=1)
    zone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"


class Tabular(Strict):
    """How a table is read, whatever its rows are of."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{1,23}$")
    about: str = ""
    file: File = File()
    time: Times = Times()

    def columns(self) -> set[str]:
        """Every column that the file must have."""
        raise NotImplementedError


class Profile(Tabular):
    """How the rows of a file become events."""

    fields: Fields
    constants: Constants = Constants()
    maps: dict[Literal["category", "source", "line", "grade", "region", "state"], Mapped] = {}
    moments: dict[Literal["deadline_at", *LIFE], Columns] = {}  # type: ignore[valid-type]
    crs: Annotated[str, AfterValidator(_crs)] = "wgs84"

    @model_validator(mode="after")
    def _complete(self) -> "Profile":
        for name in ("title", "category", "source"):
            if not (getattr(self.fields, name) or getattr(self.constants, name)):
                raise ValueError(f"{name}: name a column under fields or a value under constants")
        if not self.fields.reported_at:
            raise ValueError("fields.reported_at: name the column with the time of the report")
        if bool(self.fields.lon) != bool(self.fields.lat):
            raise ValueError("fields: lon and lat go together")
        for name, mapped in self.maps.items():
            for value in (*mapped.values.values(), *([mapped.otherwise] if mapped.otherwise else [])):
                words = WORDS.get(name)
                if words and value not in words:
                    raise ValueError(f"maps.{name}: {value!r} is not a {name} of ours: {', '.join(words)}")
        return self

    def columns(self) -> set[str]:
        lists = [getattr(self.fields, name) for name in Fields.model_fields if name != "line"] + list(
            self.moments.values()
        )
        return {column for columns in lists for column in columns}


def load_profile(name: str) -> tuple[Profile, str]:
    """A shipped profile by name, or a YAML file by path; with its text."""
    path = SHIPPED / f"{name}.yaml" if "/" not in name and (SHIPPED / f"{name}.yaml").exists() else Path(name)
    if not path.is_file():
        shipped = ", ".join(sorted(one.stem for one in SHIPPED.glob("*.yaml")))
        raise BadInput(f"no profile {name}: give the path of a YAML file, or one of {shipped}")
    text = path.read_text("utf-8")
    profile = parse_profile(text, str(path.name))
    if path.parent != SHIPPED and (SHIPPED / f"{profile.name}.yaml").exists():
        raise BadInput(f"{path.name}: the name {profile.name!r} belongs to a shipped profile; choose another")
    return profile, text


def parse_profile(text: str, where: str) -> Profile:
    """BadInput with one line for each thing that is wrong."""
    return parsed(Profile, text, where)


def parsed(model: type[Model], text: str, where: str) -> Model:
    """The profile in a YAML text. BadInput with one line for each thing that is wrong."""
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BadInput(f"{where} is not YAML: {error}") from None
    if not isinstance(raw, dict):
        raise BadInput(f"{where} is not a profile: it should be a mapping of name, fields, …")
    if left := list(_todo(raw)):
        more = f" and {len(left) - 5} more" if len(left) > 5 else ""
        raise BadInput(f"{where} is a draft: still {TODO} are {', '.join(left[:5])}{more}")
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        lines = [f"  {'.'.join(map(str, one['loc'])) or 'profile'}: {one['msg']}" for one in error.errors()]
        raise BadInput("\n".join([f"{where} is not a valid profile:", *lines])) from None


def _todo(part: Any, path: str = "") -> Iterator[str]:
    """Where a draft has not been filled in yet."""
    if part == TODO:
        yield path
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from _todo(value, f"{path}.{key}".lstrip("."))
    elif isinstance(part, list):
        for value in part:
            yield from _todo(value, path)
