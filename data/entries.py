"""Entries: the screens of offices and detachments, as the city's file lists them."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from data.errors import CityError
from data.house import House
from data.yaml_file import read_yaml

FILE = Path(__file__).with_name("entries.yaml")
ENTRY_STATES = {"open": "已接入", "building": "建设中", "planned": "规划中", "closed": "已停用"}


class Entry(BaseModel):
    """`to`: a page of the house, or an address elsewhere; empty where there is nothing to open yet."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(min_length=1, max_length=32)
    owner: str = Field(min_length=1, max_length=32)
    about: str = Field("", max_length=96)
    to: str = Field("", pattern=r"^(|/[\w/?=&.,:-]*|https?://[^\s\"'<>]+)$", max_length=200)
    state: Literal["open", "building", "planned", "closed"]


_LIST = TypeAdapter(tuple[Entry, ...])


def entries(house: House) -> tuple[Entry, ...]:
    """Those of the city's pack, where it lists some."""
    own = house.settings.cities_dir / house.settings.city / FILE.name
    return read_entries(own if own.is_file() else FILE)


@cache
def read_entries(path: Path) -> tuple[Entry, ...]:
    """CityError, naming the file and the place, where it makes no sense."""
    try:
        return _LIST.validate_python(read_yaml(path) or [])
    except ValidationError as error:
        where = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise CityError(f"{path}: {where}") from None
