"""The category tree: the one every city starts with, and the city's own brought in beside it."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from data.commands.revisions import bump
from data.commands.rows import Added, Row, Rows, refuse, text
from data.schema import category
from data.words import CATEGORIES, WAYS
from data.yaml_file import read_yaml

DEFAULT = Path(__file__).parent.parent / "life" / "categories.yaml"
LEVELS = ("level1", "level2", "level3")
CODE_LENGTHS = (24, 32, 32)  # by level: what the columns of events hold
_WAYS = {"": ""} | {code: code for code in WAYS} | {word: code for code, word in WAYS.items()}
INITIALS = 7  # letters of a made-up code for each level


@cache
def default_tree() -> tuple[Mapping[str, Any], ...]:
    """Rows of the tree a city starts with, parents first."""
    tree = read_yaml(DEFAULT)
    rows: list[dict[str, Any]] = []
    for top, name in CATEGORIES.items():
        rows.append(_row(top, None, 1, top, name))
        for mid, (mid_name, leaves, *way) in tree[top].items():
            rows.append(_row(f"{top}.{mid}", top, 2, top, mid_name, *way))
            rows += [_row(f"{top}.{mid}.{leaf}", f"{top}.{mid}", 3, top, told) for leaf, told in leaves.items()]
    return tuple(row | {"position": n} for n, row in enumerate(rows, start=1))


def load_default_tree(connection: Connection) -> int:
    """Fill an empty table; returns how many categories were added, 0 when there are some already."""
    if connection.scalar(select(category.c.code).limit(1)):
        return 0
    connection.execute(insert(category), [dict(row) for row in default_tree()])
    bump(connection, "rules")
    return len(default_tree())


def import_categories(connection: Connection, rows: Rows) -> Added:
    """Add what the tree does not have yet, and say what cases of it call for; all rows or none.

    Rows name their path (level1, level2, level3) or themselves and their parent (code, name, parent). `way`: of WAYS,
    by its code or its word; what a row leaves empty stays as it is.
    """
    tree = _Tree(connection)
    refuse((number, fault) for number, row in rows if (fault := tree.take(row)))
    if tree.new:
        connection.execute(insert(category), tree.new)
    for code, way in tree.ways.items():
        connection.execute(update(category).where(category.c.code == code).values(way=way))
    if tree.new or tree.ways:
        bump(connection, "rules")
    return Added(rows=len(rows), new=len(tree.new), changed=len(tree.ways.keys() - {one["code"] for one in tree.new}))


class _Tree:
    """The categories there are, and those that rows add."""

    def __init__(self, connection: Connection) -> None:
        found = connection.execute(select(category)).mappings().all()
        self.rows: dict[str, Mapping[Any, Any]] = {row["code"]: row for row in found}
        self.named = {(row["parent"], row["name"]): row["code"] for row in found}
        self.new: list[dict[str, Any]] = []
        self.ways: dict[str, str] = {}  # of those whose way is another one than before
        self.next = int(connection.scalar(select(func.coalesce(func.max(category.c.position), 0) + 1)) or 1)

    def take(self, row: Row) -> str | None:
        """Add what the row names; what is wrong with it otherwise."""
        if (way := text(row, "way")) not in _WAYS:
            return f"way {way!r} is not one of {', '.join(WAYS)}"
        return self._coded(row, _WAYS[way]) if text(row, "code") else self._path(row, _WAYS[way])

    def _path(self, row: Row, way: str) -> str | None:
        names = [text(row, level) for level in LEVELS]
        depth = next((n for n, name in enumerate(names) if not name), len(names))
        if not depth:
            return "neither level1 nor code is given"
        if any(names[depth:]):
            return f"{LEVELS[depth]} is empty, but a level below it is not"
        if fault := _too_long(names[:depth]):
            return fault
        parent = None
        for name in names[:depth]:
            parent = self.named.get((parent, name)) or self._add(self._free_code(parent, name), parent, name)
        self._goes(str(parent), way)
        return None

    def _coded(self, row: Row, way: str) -> str | None:
        code, parent, name = text(row, "code"), text(row, "parent") or None, text(row, "name")
        if not name:
            return f"category {code} has no name"
        if fault := _too_long([name]):
            return fault
        if parent and parent not in self.rows:
            return f"parent {parent} of {code} is not known; parents come first"
        level = self.rows[parent]["level"] + 1 if parent else 1
        if level > len(LEVELS):
            return f"category {code} would be at level {level}; there are three"
        if len(code) > CODE_LENGTHS[level - 1]:
            return f"code {code} is longer than {CODE_LENGTHS[level - 1]} letters"
        if known := self.rows.get(code):
            same = (known["parent"], known["name"]) == (parent, name)
            if not same:
                return f"code {code} is {known['name']} already"
        else:
            self._add(code, parent, name)
        self._goes(code, way)
        return None

    def _goes(self, code: str, way: str) -> None:
        """The row says what cases of this category call for."""
        if way and self.rows[code].get("way") != way:
            self.ways[code] = way

    def _add(self, code: str, parent: str | None, name: str) -> str:
        above = self.rows[parent] if parent else None
        row = _row(code, parent, above["level"] + 1 if above else 1, above["top"] if above else code, name)
        self.new.append(row | {"position": self.next})
        self.rows[code] = row
        self.named[parent, name] = code
        self.next += 1
        return code

    def _free_code(self, parent: str | None, name: str) -> str:
        """Initials of the name below its parent's code, numbered when another category has them."""
        from pypinyin import Style, lazy_pinyin  # large: no start of the house waits for it

        initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors=_plain)).lower()[:INITIALS] or "x"
        stem = f"{parent}.{initials}" if parent else initials
        limit = CODE_LENGTHS[self.rows[parent]["level"] if parent else 0] - 3
        stem, code, n = stem[:limit], stem[:limit], 1
        while code in self.rows:
            n += 1
            code = f"{stem}{n}"
        return code


def _plain(other: str) -> str:
    """Letters and digits among Chinese characters."""
    return "".join(c for c in other if c.isascii() and c.isalnum())


def _too_long(names: Sequence[str]) -> str | None:
    longest = max(names, key=len)
    return f"the name {longest[:20]}… is longer than 64 characters" if len(longest) > 64 else None


def _row(code: str, parent: str | None, level: int, top: str, name: str, way: str | None = None) -> dict[str, Any]:
    return {"code": code, "parent": parent, "level": level, "top": top, "name": name, "way": way}
