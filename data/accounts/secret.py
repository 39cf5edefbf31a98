"""The key that signs session cookies: set by the operator, else made once and kept beside the database."""

import os
import secrets
from pathlib import Path

from sqlalchemy import make_url

from data.settings import ROOT, Settings


def secret_key(settings: Settings) -> str:
    """The same for all processes of a house; the file it is kept in is the owner's alone (mode 600)."""
    if settings.secret_key:
        return settings.secret_key
    place = _beside(settings.database_url)
    return _kept(place) if place else secrets.token_hex(32)


def _beside(url: str) -> Path | None:
    """`cockpit.db.secret`; for a database elsewhere a file of its name in our own folder. None for one in memory."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return ROOT / "var" / f"{parsed.database}.secret"
    return Path(f"{parsed.database}.secret") if parsed.database and parsed.database != ":memory:" else None


def _kept(place: Path) -> str:
    """What the file holds. Of processes that make it at the same time, one does: a link never replaces a file."""
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        made = place.with_name(f"{place.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
        try:
            os.link(made, place)
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return place.read_text(encoding="ascii").strip()
