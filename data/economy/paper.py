"""A form that was filled in, read field by field: every fault is kept at its field."""

import math
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from data.intake.record import clean
from data.language import gettext as _

CODE = re.compile(r"[a-z][a-z0-9_]{1,31}")
WORD = 64
MOST = 40  # rows of a form
Given = Mapping[str, Any]
Faults = dict[str, str]


class Paper:
    """What was filled in: read field by field, with every fault kept."""

    def __init__(self, given: Given) -> None:
        self.given, self.faults = given, Faults()

    def text(self, name: str, most: int = WORD) -> str:
        value = self.given.get(name)
        found = clean(value, line=True) if isinstance(value, str) else ""
        if len(found) > most:
            self.faults[name] = _("不超过 {n} 字").format(n=most)
        return found

    def wanted(self, name: str, most: int = WORD) -> str:
        if not (found := self.text(name, most)):
            self.faults.setdefault(name, _("请填写"))
        return found

    def code(self, name: str) -> str:
        found = self.text(name)
        if not CODE.fullmatch(found):
            self.faults[name] = _("小写字母开头，只用小写字母、数字和 _，2 到 32 个")
        return found

    def one_of(self, name: str, known: Mapping[str, Any]) -> str:
        found = self.text(name)
        if found not in known:
            self.faults[name] = _("请选择")
        return found

    def number(self, name: str, least: float = 0) -> float:
        text = self.text(name).replace(",", "")
        with suppress(ValueError):
            value = float(text)
            if math.isfinite(value) and value >= least and value < 1e12:
                return int(value) if value.is_integer() else value
        self.faults[name] = _("请填不小于 {n} 的数").format(n=f"{least:g}")
        return least

    def day(self, name: str) -> str | None:
        text = self.text(name)
        try:
            return date.fromisoformat(text).isoformat() if text else None
        except ValueError:
            self.faults[name] = _("日期写成 2024-01-31")
            return None

    def rows(self, name: str, *parts: str) -> list[int]:
        """Numbers of the rows of which something is filled in."""
        return [n for n in range(MOST) if any(self.text(f"{name}-{n}-{part}", 400) for part in parts)]
