"""Panels, found by folder scan: a new panel is one new file in `components/panels/` exporting `panel`."""

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from dash.development.base_component import Component

from data.answer import Answer
from data.house import House
from data.scope import Scope
from data.view import View

Props = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """`body` is laid out once; `ask` answers for a View; `draw` says what each named part of the body shows now.

    `slot` is where it hangs on the wall (left, right, map, strip) or on another page, `also` where else; `topics` are
    the revisions that make it redraw;
    `below` panels list the level below, of which a cell has none.
    `rolling` panels also redraw each minute, because their window moves. `follows` are the fields of the View that
    change the drawing: toggling a layer of the map redraws no other panel. `nothing` is said when there are no rows.
    """

    key: str
    title: str
    slot: str
    order: int
    topics: tuple[str, ...]
    ask: Callable[[House, View, Scope], Answer]
    body: Callable[[], Component | list[Component]]
    draw: Callable[[Answer, View], dict[str, Props]]
    also: tuple[str, ...] = ()
    below: bool = False
    rolling: bool = False
    follows: tuple[str, ...] = ("region", "window", "at", "lang")
    nothing: str = "没有记录"


@cache
def panels() -> Mapping[str, Panel]:
    """Every panel by key, in hanging order. Two panels with one key are a programming error."""
    package = import_module("components.panels")
    found: dict[str, Panel] = {}
    for module in pkgutil.iter_modules(package.__path__):
        panel: Panel = import_module(f"components.panels.{module.name}").panel
        if panel.key in found:
            raise ValueError(f"two panels are called {panel.key!r}")
        found[panel.key] = panel
    return dict(sorted(found.items(), key=lambda pair: pair[1].order))
