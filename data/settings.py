"""Every knob of the cockpit: read once, from the environment or `.env`, then passed on."""

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from data.accounts.mapped import Mapped
from data.video_hosts import hosts_of

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET, SHORTEST_KEY = 16, 32
LIMIT = re.compile(r"[1-9][0-9]{0,8} per (second|minute|hour|day)")
DISPATCH_HOOKS = ("dispatch_webhook", "sms_webhook", "voice_webhook", "broadcast_webhook")


class Settings(BaseSettings):
    """Settings named `YITU_<FIELD>`; `HOST` and `PORT` belong to the server in front."""

    model_config = SettingsConfigDict(env_prefix="YITU_", env_file=".env", frozen=True, extra="ignore")

    city: str = Field("350300", description="adcode of the city pack to serve")
    database_url: str = Field(f"sqlite:///{ROOT / 'var' / 'cockpit.db'}", description="SQLAlchemy URL of the database")
    redis_url: str = Field(
        "", description="redis://… shares the cache and carries pushes between hosts; empty: each process for itself"
    )
    cities_dir: Path = Field(ROOT / "data" / "cities", description="folder that holds the city packs")
    photos_dir: Path = Field(ROOT / "var" / "photos", description="folder that keeps the photos of events")
    documents_dir: Path = Field(ROOT / "var" / "documents", description="folder that keeps the files of documents")
    demo: bool = Field(True, description="serve simulated data on a demo clock, always marked 模拟")
    demo_clock: bool = Field(True, description="let the demo clock run while the server runs; else it stands")
    demo_feed: bool = Field(
        True, description="let the demo city go on telling events and readings while the server runs"
    )
    exercise: str = Field(
        "", pattern="^([a-z0-9][a-z0-9-]{0,39})?$", description="code of the exercise (演练) to serve; empty: the city"
    )
    exercises_dir: Path = Field(ROOT / "var" / "exercises", description="folder that keeps the exercises")
    live_screens: int = Field(400, ge=1, description="how many screens each process tells by push; the others poll")
    live_each: int = Field(
        250, ge=1, description="how many screens of one account, key or address each process tells by push"
    )
    poll_seconds: int = Field(10, ge=1, description="how often a screen asks what moved while the push is interrupted")
    wall_distance: float = Field(8, gt=0, le=60, description="metres from the wall to those who read it")
    wall_height: float = Field(2.7, gt=0, le=20, description="height of the wall's lit picture in metres")
    cache_seconds: int = Field(86_400, ge=1, description="longest life of a cached answer")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="least level that is logged")
    metrics_token: str = Field("", description="bearer token for /metrics from elsewhere; empty: this machine only")
    readings_days: int = Field(30, ge=1, description="days single readings are kept by `flask readings prune`")
    cap_sender: str = Field(
        "", description="who issues our CAP messages, as warnings@city.example; empty: yitu-<adcode>"
    )
    mqtt_username: str = Field("", description="user name at the MQTT broker; empty: none")
    mqtt_password: str = Field("", description="password at the MQTT broker", repr=False)
    secret_key: str = Field(
        "", description="signs the session cookies; empty: made once, kept beside the database", repr=False
    )
    https: bool = Field(False, description="browsers reach the server by https: cookies go no other way")
    proxies: int = Field(0, ge=0, le=9, description="how many proxies of ours stand in front and tell the address")
    session_hours: float = Field(12, gt=0, le=24 * 366, description="hours after which one has to sign in again")
    sign_in_limit: str = Field("30 per minute", description="most tries to sign in from one address")
    api_limit: str = Field("60000 per minute", description="most requests of one key or address at the API")
    oidc_issuer: str = Field("", description="address of another sign-in (OpenID Connect); empty: none")
    oidc_client: str = Field("", description="our client id there")
    oidc_secret: str = Field("", description="our secret there", repr=False)
    oidc_name: str = Field("", description="what people call it, on the page of the sign-in")
    oidc_map: str = Field("", description="what a claim of theirs means here, as JSON", validate_default=True)
    video_hosts: str = Field("", description="hosts whose snapshots may be fetched, by comma; empty: none")
    control_webhook: str = Field("", description="where orders to gates and pumps are sent; empty: only recorded")
    control_secret: str = Field("", description="secret that signs these orders", repr=False, validate_default=True)

    dispatch_webhook: str = Field("", description="where orders to responders are sent; empty: only kept in the house")
    sms_webhook: str = Field("", description="gateway for short messages of dispatch, as a webhook; empty: none")
    voice_webhook: str = Field("", description="gateway for calls of dispatch, as a webhook; empty: none")
    broadcast_webhook: str = Field("", description="gateway for broadcasts of dispatch, as a webhook; empty: none")
    dispatch_secret: str = Field(
        "", description="secret that signs what these are sent", repr=False, validate_default=True
    )
    smtp_url: str = Field("", description="smtp://user:password@host:port for mail; empty: none", repr=False)
    smtp_from: str = Field("", description="whom mails of dispatch are from")
    smtp_to: str = Field("", description="whom mails of dispatch are for")
    public_url: str = Field("", description="address at which phones reach this house, for links; empty: none")

    @field_validator("video_hosts")
    @classmethod
    def _hosts(cls, value: str) -> str:
        return value if hosts_of(value) else ""

    @field_validator("secret_key")
    @classmethod
    def _long(cls, value: str) -> str:
        if value and len(value) < SHORTEST_KEY:
            raise ValueError(f"at least {SHORTEST_KEY} characters, drawn by lot")
        return value

    @field_validator("sign_in_limit", "api_limit")
    @classmethod
    def _limit(cls, value: str) -> str:
        if not LIMIT.fullmatch(value):
            raise ValueError("a limit as `30 per minute`")
        return value

    @field_validator("oidc_map")
    @classmethod
    def _mapped(cls, value: str, told: ValidationInfo) -> str:
        """Who is let in from elsewhere is always said."""
        if told.data.get("oidc_issuer"):
            Mapped.model_validate_json(value)
        return value

    @field_validator("control_webhook", *DISPATCH_HOOKS, "public_url")
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

    @field_validator("dispatch_secret")
    @classmethod
    def _signed_too(cls, value: str, told: ValidationInfo) -> str:
        """Nor does any message."""
        if any(told.data.get(name) for name in DISPATCH_HOOKS) and len(value) < SHORTEST_SECRET:
            raise ValueError(f"a webhook of dispatch needs a secret of at least {SHORTEST_SECRET} characters")
        return value


def read_settings() -> Settings:
    """The settings of this process; SystemExit with one plain line for each that makes no sense."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"✕ YITU_{str(one['loc'][0]).upper()}: {one['msg']}" for one in error.errors()]
        raise SystemExit("\n".join(lines)) from None
