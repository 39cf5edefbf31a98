"""Events read one by one, once for all that is asked of them: the days of which the cube keeps nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import BigInteger, ColumnElement, Connection, Select, case, func, literal, select, type_coerce

from data.commands.contribution import MOMENTS, NEVER, OTHER, STAYS, Contribution, Ints, Lived, contribution
from data.dwell import BUCKETS
from data.queries.regions import Region
from data.queries.reported import conditions, given, wide
from data.queries.slices import ALL, Slice
from data.schema import event
from data.windows import Span

Histogram = Ints  # stays in each bucket
Stays = dict[tuple[str, str], Histogram]  # (key, link) → histogram of the stay before that link
ENDS = ("rejected", "merged")
TIMES = (*MOMENTS, "restarted_at")  # what stays are made of
REST = tuple(name for name in OTHER if name not in TIMES)


@dataclass(frozen=True)
class Lives:
    """What each event adds to the cube but for what stands open, and its key in some dimensions ("": none)."""

    keys: Mapping[str, Any]
    what: Contribution

    def counts(self, dim: str) -> dict[str, Sequence[int]]:
        """{key: measures}; events without a key are left out."""
        return {
            key: self.what.counts[mine].sum(axis=0).tolist() for key, mine in self._by_key(dim) if key or dim == "all"
        }

    def stays(self, dim: str) -> Stays:
        """{(key, link): histogram of the stays before it}, where there are any."""
        found: Stays = {}
        for key, mine in self._by_key(dim):
            for link, buckets in zip(STAYS, self.what.bucket[mine].T, strict=True):
                if (known := buckets[buckets != NEVER]).size:
                    found[key, link] = np.bincount(known, minlength=BUCKETS)
        return found

    def _by_key(self, dim: str) -> Iterable[tuple[str, Any]]:
        keys = self.keys[dim]
        return ((str(key), keys == key) for key in np.unique(keys))


def read(
    connection: Connection,
    here: Region,
    spans: Sequence[Span],
    dims: Sequence[str],
    one: Slice = ALL,
    *,
    counted: bool = True,
) -> Lives:
    """The events of a region as they stand now; without `counted` only their stays are true."""
    rows: list[Any] = []
    for span in spans:
        statement = _statement(tuple(dims), wide([here]), one.dim, counted)
        rows += connection.execute(statement, given([here], one, span.since, span.until)).all()
    columns = list(zip(*rows, strict=True)) or [()] * (len(dims) + len(TIMES) + (len(REST) + len(ENDS)) * counted)
    keys = {dim: np.array(columns[n], dtype=str) for n, dim in enumerate(dims)}
    return Lives(keys, contribution(_lived(columns[len(dims) :], len(rows))))


def _lived(columns: Sequence[Sequence[int]], n: int) -> Lived:
    table = dict(zip((*TIMES, *REST, *ENDS), (np.array(one, dtype=np.int64) for one in columns), strict=False))
    never = np.full(n, NEVER)
    return Lived(
        moments=np.column_stack([table[name] for name in MOMENTS]),
        other={name: table.get(name, never) for name in OTHER},
        rejected=table.get("rejected", never) > 0,
        merged=table.get("merged", never) > 0,
        standing=never,
    )


@cache
def _statement(dims: Sequence[str], by_day: bool, dim: str, counted: bool) -> Select[Any]:
    keys = [func.coalesce(event.c[name], "") if name != "all" else literal("") for name in dims]
    numbers = [_number(name) for name in (*TIMES, *(REST if counted else ()))]
    ends = [case((event.c.stage == name, 1), else_=0) for name in (ENDS if counted else ())]
    return select(*keys, *numbers, *ends).where(*conditions(by_day, dim))


def _number(name: str) -> ColumnElement[Any]:
    return func.coalesce(type_coerce(event.c[name], BigInteger), NEVER)
