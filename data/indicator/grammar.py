"""Formulas over indicators, read by their own small grammar and never run as code.

    sum     = product { ("+" | "-") product }
    product = factor { ("*" | "/") factor }
    factor  = ["-"] ( number | code | "(" sum ")" | ("prev" | "lastyear") "(" code ")" )

`prev(a)` is a's value one period before, `lastyear(a)` of the same period a year before.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from data.errors import BadInput
from data.language import gettext as _

LONGEST, DEEPEST = 500, 40
SHIFTS = ("prev", "lastyear")
TOKEN = re.compile(r"\s*(?:([0-9]+(?:\.[0-9]+)?)|([a-z][a-z0-9_]*)|([-+*/()]))")
WIDE = str.maketrans("（）＋－×÷＊／－", "()+-*/*/-")


@dataclass(frozen=True)
class Number:
    value: float


@dataclass(frozen=True)
class Name:
    code: str
    shift: str = ""


@dataclass(frozen=True)
class Op:
    sign: str
    left: "Node"
    right: "Node"


Node = Number | Name | Op


@cache
def parse(text: str) -> Node:
    """The formula as a tree. BadInput in words, with the place, for what is none."""
    if not text.strip():
        raise BadInput(_("公式是空的"))
    if len(text) > LONGEST:
        raise BadInput(_("公式超过 {n} 个字符").format(n=LONGEST))
    return _Parser(_tokens(text.translate(WIDE))).whole()


def names(node: Node) -> Iterator[Name]:
    """Every indicator that occurs, as often as it does."""
    if isinstance(node, Name):
        yield node
    elif isinstance(node, Op):
        yield from names(node.left)
        yield from names(node.right)


def codes(text: str) -> tuple[str, ...]:
    """Which indicators a formula is made of, each once."""
    return tuple(dict.fromkeys(name.code for name in names(parse(text))))


def _tokens(text: str) -> list[tuple[str, str, int]]:
    """(kind, text, place from 1)."""
    found, at, end = [], 0, len(text.rstrip())
    while at < end:
        match = TOKEN.match(text, at)
        if match is None:
            wrong = text[at:].lstrip()[:8]
            raise BadInput(_("公式第 {n} 个字符起读不懂：“{text}”").format(n=at + 1, text=wrong))
        kind = ("number", "name", "sign")[(match.lastindex or 1) - 1]
        found.append((kind, match[match.lastindex or 1], match.start(match.lastindex or 1) + 1))
        at = match.end()
    return found


class _Parser:
    def __init__(self, tokens: list[tuple[str, str, int]]) -> None:
        self.tokens, self.at, self.depth = tokens, 0, 0

    def whole(self) -> Node:
        node = self._sum()
        if self.at < len(self.tokens):
            self._wrong()
        return node

    def _peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def _next(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise BadInput(_("公式没有写完"))
        kind, text, _at = self.tokens[self.at]
        self.at += 1
        return kind, text

    def _wrong(self) -> None:
        _kind, text, place = self.tokens[self.at]
        raise BadInput(_("公式第 {n} 个字符处不该有“{text}”").format(n=place, text=text))

    def _sum(self) -> Node:
        node = self._product()
        while self._peek() in ("+", "-"):
            node = Op(self._next()[1], node, self._product())
        return node

    def _product(self) -> Node:
        node = self._factor()
        while self._peek() in ("*", "/"):
            node = Op(self._next()[1], node, self._factor())
        return node

    def _factor(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadInput(_("公式的括号太深"))
        try:
            return self._single()
        finally:
            self.depth -= 1

    def _single(self) -> Node:
        kind, text = self._next()
        if kind == "number":
            return Number(float(text))
        if kind == "name":
            return self._shifted(text) if text in SHIFTS else Name(text)
        if text == "-":
            return Op("*", Number(-1.0), self._factor())
        if text != "(":
            self.at -= 1
            self._wrong()
        node = self._sum()
        self._close()
        return node

    def _shifted(self, shift: str) -> Node:
        ways = _("{shift} 后写一个指标：{shift}(代码)").format(shift=shift)
        if self._peek() != "(":
            raise BadInput(ways)
        self._next()
        kind, code = self._next()
        if kind != "name" or code in SHIFTS:
            raise BadInput(ways)
        self._close()
        return Name(code, shift)

    def _close(self) -> None:
        if self._peek() != ")":
            raise BadInput(_("公式里少了右括号"))
        self._next()
