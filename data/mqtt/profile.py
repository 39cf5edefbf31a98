"""MQTT profiles: which broker, which topics, and how their payloads are read, in YAML. No password stands in one."""

from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, Field, ValidationError, model_validator

from data.errors import BadInput
from data.intake.profile import Strict, Times
from data.mqtt.topics import check_pattern, filter_of
from data.risk_words import QUANTITIES

Topic = Annotated[str, AfterValidator(check_pattern)]
EPOCHS = ("epoch", "epoch_ms")  # seconds or milliseconds since 1970, beside the formats of files


class Tls(Strict):
    """PEM files, beside the profile unless their paths are absolute. Without `ca` those of the system count."""

    ca: str = ""
    cert: str = ""  # of the client, where the broker asks for one
    key: str = ""

    @model_validator(mode="after")
    def _pair(self) -> "Tls":
        if bool(self.cert) != bool(self.key):
            raise ValueError("cert and key go together")
        return self


class Broker(Strict):
    """`client` is the name under which the broker keeps what we missed: one for each running subscriber."""

    host: str = Field(min_length=1)
    port: int = Field(1883, ge=1, le=65_535)
    client: str = Field(pattern=r"^[\w.:-]{1,64}$")
    keepalive: int = Field(30, ge=5, le=3600)  # seconds
    tls: Tls | None = None


class Fields(Strict):
    """Where what is found: a path into JSON (a.b.0), or the number of a CSV column from 1."""

    station: str = ""
    quantity: str = ""
    value: str = ""
    unit: str = ""
    at: str = ""


class Topics(Strict):
    """One subscription. What neither topic nor payload says is `constants`.

    `values` are for payloads that tell several quantities at once: {quantity: path}.
    """

    topic: Topic
    qos: Literal[0, 1] = 1
    payload: Literal["json", "number", "csv"] = "json"
    rows: str = ""  # JSON: the path of a list of readings; empty: the payload is one, or a list of them
    fields: Fields = Fields()
    values: dict[str, str] = {}
    delimiter: str = Field(",", min_length=1, max_length=1)
    constants: Fields = Fields()
    units: dict[str, str] = {}  # {quantity: unit}, where the payload tells none
    quantities: dict[str, str] = {}  # {what the sender calls it: our quantity}
    time: Times = Times()

    @model_validator(mode="after")
    def _complete(self) -> "Topics":
        if not (self._told("station")):
            raise ValueError("station: name it in the topic, under fields or under constants")
        if self.payload == "number" and (self.values or any(self.fields.model_dump().values())):
            raise ValueError("a plain number has no fields and no values")
        if self.payload != "number" and not (self.fields.value or self.values):
            raise ValueError("value: name its place under fields, or several under values")
        if self.constants.value or self.constants.at:
            raise ValueError("constants: neither value nor at can be one")
        if self.payload == "csv":
            self._check_columns()
        if wrong := [one for one in (*self.quantities.values(), *self.units) if one not in QUANTITIES]:
            raise ValueError(f"{wrong[0]!r} is no quantity of ours: {', '.join(QUANTITIES)}")
        return self

    def _told(self, name: str) -> bool:
        return f"{{{name}}}" in self.topic or bool(getattr(self.fields, name) or getattr(self.constants, name))

    def _check_columns(self) -> None:
        places = [place for place in (*self.fields.model_dump().values(), *self.values.values()) if place]
        if wrong := [place for place in places if not (place.isascii() and place.isdigit() and 0 < int(place) < 1000)]:
            raise ValueError(f"{wrong[0]!r}: columns of CSV are counted from 1")


class Profile(Strict):
    """`region` bounds the stations it may write; `status_topic` tells others whether we listen."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{1,23}$")
    about: str = ""
    broker: Broker
    region: str = ""
    status_topic: str = Field("", pattern=r"^[^+#\x00]{0,200}$")
    topics: list[Topics] = Field(min_length=1, max_length=50)

    @model_validator(mode="after")
    def _apart(self) -> "Profile":
        filters = [filter_of(one.topic) for one in self.topics]
        if len(set(filters)) < len(filters):
            raise ValueError("topics: each may stand there once")
        return self


def load_profile(path: Path) -> Profile:
    """The profile in a YAML file; its TLS files as absolute paths. BadInput with a line for each mistake."""
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise BadInput(f"{path.name} cannot be read: {error}") from None
    try:
        profile = Profile.model_validate(raw)
    except ValidationError as error:
        lines = [f"  {'.'.join(map(str, one['loc'])) or 'profile'}: {one['msg']}" for one in error.errors()]
        raise BadInput("\n".join([f"{path.name} is not a valid MQTT profile:", *lines])) from None
    return profile.model_copy(update={"broker": _beside(profile.broker, path.parent)})


def _beside(broker: Broker, folder: Path) -> Broker:
    if broker.tls is None:
        return broker
    files = {name: str((folder / file).resolve()) for name, file in broker.tls.model_dump().items() if file}
    if missing := [file for file in files.values() if not Path(file).is_file()]:
        raise BadInput(f"no such file: {missing[0]}")
    return broker.model_copy(update={"tls": Tls(**files)})
