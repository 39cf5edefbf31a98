"""Channels behind one interface: in the house itself, a signed webhook, mail; SMS, voice and broadcast by webhooks too.

No database here. A channel either takes a message or says why not; `None` is for one that is not set up.
"""

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from data.control.hand import Outcome, post
from data.dispatch.letter import letter
from data.settings import Settings

TIMEOUT_S = 5.0
INSIDE = "app"


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is to be sent. `id` is the same each time it is tried, so that a receiver knows it again."""

    id: str
    channel: str
    kind: str
    address: str
    body: Mapping[str, Any]


class Channel(Protocol):
    """Takes a message out; never raises for what the other side does."""

    def send(self, message: Message, now: datetime) -> Outcome: ...


@dataclass(frozen=True)
class Inside:
    """In the house: the desk and the field page read it from the database."""

    def send(self, message: Message, now: datetime) -> Outcome:
        return Outcome(True, "in the house")


@dataclass(frozen=True)
class Webhook:
    """Signed JSON (`data/control/hand.py`): {id, channel, kind, to, …}."""

    url: str
    secret: str

    def send(self, message: Message, now: datetime) -> Outcome:
        told = {"id": message.id, "channel": message.channel, "to": message.address, **message.body}
        return post(self.url, self.secret, told, message.id, now, TIMEOUT_S)


@dataclass(frozen=True)
class Mail:
    """`smtp://user:password@host:port` (`smtps://` from the start by TLS) to a fixed desk of the receiver's.

    A password is only told by TLS: a server that does not offer it to `smtp://` gets none, and no mail.
    """

    url: str
    sender: str
    to: str

    def send(self, message: Message, now: datetime) -> Outcome:
        mail = EmailMessage()
        mail["From"], mail["To"] = self.sender, self.to
        mail["Subject"] = " ".join(str(message.body.get("words", "")).split())[:120]
        mail["Message-ID"] = f"<{message.id}@yitu>"
        mail.set_content(letter(message.body))
        try:
            with self._server() as server:
                server.send_message(mail)
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(False, f"{type(error).__name__}: {error}"[:500])
        return Outcome(True, "taken by the mail server")

    def _server(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        at = (parts.hostname or "localhost", parts.port or 0)
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(*at, timeout=TIMEOUT_S, context=ssl.create_default_context())
        else:
            server = smtplib.SMTP(*at, timeout=TIMEOUT_S)
        try:
            if parts.username:
                if parts.scheme != "smtps":
                    server.starttls(context=ssl.create_default_context())
                server.login(unquote(parts.username), unquote(parts.password or ""))
        except BaseException:
            server.close()
            raise
        return server


def channel_of(name: str, settings: Settings) -> Channel | None:
    """The channel as it is set up; None where it is not."""
    if name == INSIDE:
        return Inside()
    if name == "mail":
        mail = (settings.smtp_url, settings.smtp_from, settings.smtp_to)
        return Mail(*mail) if all(mail) else None
    url = getattr(settings, "dispatch_webhook" if name == "webhook" else f"{name}_webhook")
    return Webhook(url, settings.dispatch_secret) if url else None
