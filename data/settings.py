"""Every knob of the cockpit: read once, from the environment or `.env`, then passed on."""

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from data.video_hosts import hosts_of

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 16


class Settings(BaseSettings):
    """Settings named `YITU_<FIELD>`; `HOST` and `PORT` belong to the server in front."""

    model_config = SettingsConfigDict(env_prefix="YITU_", env_file=".env", frozen=True, extra="ignore")

    city: str = Field("350300", description="adcode of the city pack to serve")
    database_url: str = Field(f"sqlite:///{ROOT / 'var' / 'cockpit.db'}", description="SQLAlchemy URL of the database")
    redis_url: str = Field("", description="redis://… shares the cache between processes; empty keeps it in-process")
    cities_dir: Path = Field(ROOT / "data" / "cities", description="folder that holds the city packs")
    photos_dir: Path = Field(ROOT / "var" / "photos", description="folder that keeps the photos of events")
    demo: bool = Field(True, description="serve simulated data on a demo clock, always marked 模拟")
    demo_clock: bool = Field(True, description="let the demo clock run while the server runs; else it stands")
    demo_feed: bool = Field(
        True, description="let the demo city go on telling events and readings while the server runs"
    )
    exercise: str = Field(
        "", pattern="^([a-z0-9][a-z0-9-]{0,39})?$", description="code of the exercise (演练) to serve; empty: the city"
    )
    exercises_dir: Path = Field(ROOT / "var" / "exercises", description="folder that keeps the exercises")
    poll_seconds: int = Field(3, ge=1, description="how often a screen asks which topics moved")
    cache_seconds: int = Field(86_400, ge=1, description="longest life of a cached answer")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="least level that is logged")
    metrics_token: str = Field("", description="bearer token for /metrics from elsewhere; empty: this machine only")
    readings_days: int = Field(30, ge=1, description="days single readings are kept by `flask readings prune`")
    cap_sender: str = Field(
        "", description="who issues our CAP messages, as warnings@city.example; empty: yitu-<adcode>"
    )
    mqtt_username: str = Field("", description="user name at the MQTT broker; empty: none")
    mqtt_password: str = Field("", description="password at the MQTT broker", repr=False)
    video_hosts: str = Field("", description="hosts whose snapshots may be fetched, by comma; empty: none")
    control_webhook: str = Field("", description="where orders to gates and pumps are sent; empty: only recorded")
    control_secret: str = Field("", description="secret that signs these orders", repr=False, validate_default=True)

    @field_validator("video_hosts")
    @classmethod
    def _hosts(cls, value: str) -> str:
        return value if hosts_of(value) else ""

    @field_validator("control_webhook")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError("an address that begins with https:// or http://")
        return value

    @field_validator("control_secret")
    @classmethod
    def _signed(cls, value: str, told: ValidationInfo) -> str:
        """No order leaves unsigned."""
        if told.data.get("control_webhook") and len(value) < SHORTEST_SECRET:
            raise ValueError(f"YITU_CONTROL_WEBHOOK needs a secret of at least {SHORTEST_SECRET} characters")
        return value


def read_settings() -> Settings:
    """The settings of this process; SystemExit with one plain line for each that makes no sense."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"✕ YITU_{str(one['loc'][0]).upper()}: {one['msg']}" for one in error.errors()]
        raise SystemExit("\n".join(lines)) from None
