"""Themes: panels and ways brought together by subject, as the city declares them or as the house does for any city."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.errors import CityError
from data.house import House
from data.yaml_file import read_yaml

FILE = Path(__file__).with_name("themes.yaml")
KEY = r"^[a-z_]{1,32}$"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Way(_Part):
    """A page of the house that a block leads to, with what its address says beside the view."""

    name: str = Field(min_length=1, max_length=32)
    to: str = Field(pattern=r"^/[\w/?=&.,:-]*$", max_length=200)


class Block(_Part):
    name: str = ""
    about: str = Field("", max_length=120)
    wide: bool = False
    panels: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()


class Tab(_Part):
    key: str = Field(pattern=KEY)
    name: str = Field(min_length=1, max_length=32)
    layers: str = Field("", pattern=r"^[a-z_,]*$", max_length=200)  # what its map shows until somebody chooses
    blocks: tuple[Block, ...] = Field(min_length=1)


class Theme(_Part):
    key: str = Field(pattern=KEY)
    name: str = Field(min_length=1, max_length=32)
    tabs: tuple[Tab, ...] = Field(min_length=1)


def themes(house: House) -> tuple[Theme, ...]:
    """Those of the city's pack, where it declares some."""
    own = house.settings.cities_dir / house.settings.city / FILE.name
    return read_themes(own if own.is_file() else FILE)


@cache
def read_themes(path: Path) -> tuple[Theme, ...]:
    """CityError, naming the file and the place, where it makes no sense."""
    told = read_yaml(path)
    if not isinstance(told, Mapping) or not told:
        raise CityError(f"{path}: themes are a mapping of key to name and tabs")
    return tuple(_theme(path, key, one) for key, one in told.items())


def _theme(path: Path, key: Any, one: Any) -> Theme:
    tabs = one.get("tabs") if isinstance(one, Mapping) else None
    if not isinstance(tabs, Mapping) or not all(isinstance(tab, Mapping) for tab in tabs.values()):
        raise CityError(f"{path}: {key}: a theme has a name and tabs")
    try:
        return Theme.model_validate({**one, "key": key, "tabs": [{**tab, "key": name} for name, tab in tabs.items()]})
    except ValidationError as error:
        where = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise CityError(f"{path}: {key}: {where}") from None
