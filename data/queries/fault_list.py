"""Faults under the filters and in the order of an address: the same for the screen and for files."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from data.queries.faults import Fault
from data.return_words import FAULT_KINDS

NOBODY = "-"  # of the filter by owner: those that nobody is known to keep
KEYS: dict[str, Callable[[Fault], Any]] = {
    "kind": lambda one: one.kind,
    "name": lambda one: one.name,
    "n": lambda one: one.n,
    "place": lambda one: one.lo,
    "owner": lambda one: one.owner,
    "since": lambda one: one.since.timestamp() if one.since else 0,
}
USUAL = "-n"


def asked_faults(found: Sequence[Fault], asked: Mapping[str, str]) -> list[Fault]:
    """`fault_kind`, `fault_owner`, `fault_by`; what makes no sense asks for nothing."""
    kind, owner, by = (asked.get(f"fault_{name}", "") for name in ("kind", "owner", "by"))
    some = [one for one in found if kind not in FAULT_KINDS or one.kind == kind]
    some = [one for one in some if owner in ("", one.agency or NOBODY)]
    by = by if by.removeprefix("-") in KEYS else USUAL
    return sorted(some, key=KEYS[by.removeprefix("-")], reverse=by.startswith("-"))
