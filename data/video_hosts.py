"""Which machines pictures of video feeds may be fetched from: none, unless the operator names them."""

import re
from urllib.parse import urlsplit

HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?")


def hosts_of(setting: str) -> tuple[str, ...]:
    """The hosts of YITU_VIDEO_HOSTS, as `cam.city.example:8443`. ValueError for what is none."""
    hosts = tuple(one.strip().lower() for one in setting.split(",") if one.strip())
    for one in hosts:
        if not HOST.fullmatch(one):
            raise ValueError(f"{one!r} is no host: cam.city.example or 10.0.0.8:8080")
    return hosts


def allowed(address: str | None, hosts: tuple[str, ...]) -> bool:
    """Whether the address may be asked and shown: http or https at one of these hosts."""
    parts = urlsplit(address or "")
    return parts.scheme in ("http", "https") and parts.netloc.lower() in hosts
