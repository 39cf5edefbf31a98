"""Profiles of files of readings, in YAML: which column is what, in which zone and unit, what quantities are called."""

from pathlib import Path

from pydantic import Field, model_validator
from sqlalchemy import Connection

from data.commands.facts import fact
from data.errors import BadInput
from data.intake.profile import Columns, Strict, Tabular, parsed
from data.language import gettext as _
from data.readings.rules import CODES
from data.risk_words import QUANTITIES

SHIPPED = Path(__file__).resolve().parent / "profiles"
KEPT = "readings:"  # house_fact: the text of a profile that the operator brought; in the quarantine: how a row is read


class Fields(Strict):
    """Which column holds what; of several the first that is not empty, for `at` all of them, joined by a blank."""

    station: Columns = []
    quantity: Columns = []
    at: Columns = []
    value: Columns = []
    unit: Columns = []


class Constants(Strict):
    """What all rows have in common, where no column says otherwise."""

    station: str = ""
    quantity: str = ""


class ReadingProfile(Tabular):
    """A row is one reading (`fields.value`), or one of each of several quantities (`values`: {quantity: column})."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{1,21}$")
    fields: Fields
    values: dict[str, str] = {}
    constants: Constants = Constants()
    quantities: dict[str, str] = {}  # {what the file calls it: our quantity}
    units: dict[str, str] = {}  # {our quantity: unit}, where no column tells

    @model_validator(mode="after")
    def _complete(self) -> "ReadingProfile":
        if not (self.fields.station or self.constants.station):
            raise ValueError("station: name a column under fields or a code under constants")
        if not self.fields.at:
            raise ValueError("fields.at: name the column with the time")
        if bool(self.fields.value) == bool(self.values):
            raise ValueError("value: name a column under fields, or several under values, one of the two")
        told = (*self.quantities.values(), *self.units, *self.values, *filter(None, [self.constants.quantity]))
        if wrong := [one for one in told if one not in QUANTITIES]:
            raise ValueError(f"{wrong[0]!r} is no quantity of ours: {', '.join(QUANTITIES)}")
        return self

    def columns(self) -> set[str]:
        lists = [getattr(self.fields, name) for name in Fields.model_fields]
        return {column for columns in lists for column in columns} | set(self.values.values())

    def quantity(self, said: str) -> str:
        """Ours for what the file calls it; what is not known stays, and is refused as such."""
        return self.quantities.get(said, CODES.get(said, said))


def load_profile(name: str) -> tuple[ReadingProfile, str]:
    """A shipped profile by name, or a YAML file by path; with its text."""
    own = SHIPPED / f"{name}.yaml"
    path = own if "/" not in name and own.exists() else Path(name)
    if not path.is_file():
        shipped = ", ".join(sorted(one.stem for one in SHIPPED.glob("*.yaml")))
        raise BadInput(f"no profile {name}: give the path of a YAML file, or one of {shipped}")
    text = path.read_text("utf-8")
    profile = parsed_text(text, path.name)
    if path.parent != SHIPPED and (SHIPPED / f"{profile.name}.yaml").exists():
        raise BadInput(f"{path.name}: the name {profile.name!r} belongs to a shipped profile; choose another")
    return profile, text


def parsed_text(text: str, where: str) -> ReadingProfile:
    """BadInput with one line for each thing that is wrong."""
    return parsed(ReadingProfile, text, where)


def known_profile(connection: Connection, name: str) -> ReadingProfile:
    """A shipped profile, or one that an import has brought."""
    if (SHIPPED / f"{name}.yaml").exists():
        return load_profile(name)[0]
    text = fact(connection, KEPT + name)
    if text is None:
        raise BadInput(_("没有名为“%(name)s”的映射") % {"name": name})
    return parsed_text(text, name)
