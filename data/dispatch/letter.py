"""A message of dispatch as a mail: its fields under their Chinese names, for people to read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from data.dispatch.words import MESSAGE_FIELDS, MESSAGE_KINDS
from data.language import gettext as _
from data.times import local

MOMENTS = ("accept_by", "arrive_by")


def letter(body: Mapping[str, Any]) -> str:
    """One line a field; moments on the city's clocks; what is unknown here keeps its own name."""
    told = [
        (_(words), body[name], name)
        for name, words in MESSAGE_FIELDS.items()
        if body.get(name) not in (None, "", False)
    ]
    told += [(name, value, name) for name, value in body.items() if name not in MESSAGE_FIELDS]
    return "\n".join(f"{words}：{_shown(name, value)}" for words, value, name in told)


def _shown(name: str, value: Any) -> str:
    if name == "kind":
        return _(MESSAGE_KINDS.get(value, value))
    if name in MOMENTS:
        return f"{local(datetime.fromisoformat(value)):%Y-%m-%d %H:%M}"
    return _("是") if value is True else str(value)
