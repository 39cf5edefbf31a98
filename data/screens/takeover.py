"""Which alarms take screens over, for how long, whether with a sound: rules as data, the house's or the city's own."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.errors import CityError
from data.settings import Settings
from data.yaml_file import read_yaml

GENERIC = Path(__file__).with_name("takeover.yaml")
KINDS = ("warning", "event")


class Rule(BaseModel):
    """`level`: as of an alarm. `seconds`: at most, unless it is acknowledged or over before."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str = Field(pattern=f"^({'|'.join(KINDS)})$")
    level: int = Field(ge=1, le=2)
    seconds: int = Field(ge=5, le=3_600)
    sound: bool = True


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    longest: int = Field(ge=5, le=86_400)
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Rules:
    """`longest`: seconds that a screen is taken over on end."""

    longest: int
    rules: tuple[Rule, ...]

    def of(self, kind: str, level: int) -> Rule | None:
        return next((one for one in self.rules if (one.kind, one.level) == (kind, level)), None)


def takeover_rules(settings: Settings) -> Rules:
    """Those of the city's pack, where it has some."""
    own = settings.cities_dir / settings.city / GENERIC.name
    return read_rules(own if own.is_file() else GENERIC)


@cache
def read_rules(path: Path) -> Rules:
    """CityError, naming the file, where it makes no sense."""
    try:
        told = _File.model_validate(read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(one) for one in first["loc"])
        raise CityError(f"{path}: {where}: {first['msg']}") from None
    return Rules(told.longest, told.rules)
