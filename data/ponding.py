"""How deep water stands on a road, in classes: the city's own, else those of `ponding.yaml`."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from yaml import YAMLError

from data.errors import CityError
from data.house import House
from data.yaml_file import read_yaml

FILE = Path(__file__).with_name("ponding.yaml")
WET = ("underpass", "street", "waterlog")  # kinds of station at roads that water can cover
Colour = Literal["red", "orange", "yellow", "blue", "low", "dry"]
COLOURS = get_args(Colour)
SILENT, DOUBTED = len(COLOURS) + 1, len(COLOURS) + 2  # grades on the map after those of the colours
Words = Annotated[str, Field(min_length=1, max_length=64)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Depth(_Part):
    """One class: `since` so many cm. `name` and `about` are Chinese msgids; a city's own are said as written."""

    since: float = Field(alias="from", ge=0, allow_inf_nan=False)
    colour: Colour
    name: Words
    about: Words

    @property
    def grade(self) -> int:
        """On the map: 1 the deepest."""
        return COLOURS.index(self.colour) + 1


class Depths(_Part):
    """The classes, the deepest first, the last from 0 on; `source`: where their bounds come from."""

    source: str = Field(min_length=1, max_length=200)
    classes: tuple[Depth, ...] = Field(min_length=2, max_length=len(COLOURS))

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        bounds, grades = [one.since for one in self.classes], [one.grade for one in self.classes]
        if bounds != sorted(set(bounds), reverse=True) or bounds[-1] != 0:
            raise ValueError("classes go from the deepest down to 0, none twice")
        if grades != sorted(set(grades)):
            raise ValueError(f"colours go in the order {', '.join(COLOURS)}, none twice")
        if len({one.name for one in self.classes}) < len(self.classes):
            raise ValueError("no two classes have one name")
        return self

    def of(self, cm: float) -> Depth:
        """The class of a depth; what is told below 0 is dry."""
        return next((one for one in self.classes if cm >= one.since), self.classes[-1])


def depths(house: House) -> Depths:
    """Those of the city's pack, where it has some."""
    own = house.settings.cities_dir / house.settings.city / FILE.name
    return read_depths(own if own.is_file() else FILE)


@cache
def read_depths(path: Path = FILE) -> Depths:
    """CityError, naming the file, where it makes no sense."""
    try:
        return Depths.model_validate(read_yaml(path))
    except (ValidationError, YAMLError, UnicodeDecodeError) as error:
        raise CityError(f"{path}: {str(error)[:500]}") from None
