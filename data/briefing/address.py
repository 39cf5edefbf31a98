"""The address by which a telephone on the same network reaches this house; "" where there is none."""

import socket
from contextlib import closing, suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Request

from data.settings import Settings

NOWHERE = ("192.0.2.1", 9)  # kept for documents (RFC 5737): a way there is looked up, nothing is sent
WAIT_S = 0.3


def phone_address(settings: Settings, request: Request) -> str:
    """As it was set; else that of this request, unless it names the machine by itself: then that of its network."""
    if settings.public_url:
        return settings.public_url.rstrip("/")
    there = urlsplit(request.host_url)
    if not _own(there.hostname or ""):
        return request.host_url.rstrip("/")
    here, port = _on_the_network(), there.port or 80
    return f"{there.scheme}://{here}:{port}" if here and _listens(here, port) else ""


def _own(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _on_the_network() -> str:
    with suppress(OSError), closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as way:
        way.connect(NOWHERE)
        here = str(way.getsockname()[0])
        return "" if _own(here) else here
    return ""


def _listens(host: str, port: int) -> bool:
    """Whether this house answers there: it may listen to its own machine alone."""
    try:
        with closing(socket.create_connection((host, port), WAIT_S)):
            return True
    except OSError:
        return False
