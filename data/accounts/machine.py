"""Whether a request comes from the machine that serves it, by a name of this machine."""

from flask import Request

HERE = ("127.0.0.1", "::1")
NAMED = ("localhost", *HERE)


def on_this_machine(request: Request) -> bool:
    """Not so through a proxy, which speaks for others, nor by a foreign name that leads here (DNS rebinding)."""
    name = request.host.rpartition(":")[0].strip("[]") if ":" in request.host else request.host
    return request.remote_addr in HERE and "X-Forwarded-For" not in request.headers and name in NAMED
