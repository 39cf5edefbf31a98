"""Exposure: people, danger points, key sites and resources inside an area, and how many people would have to move."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from data.errors import BadInput
from data.house import House
from data.language import gettext as _
from data.queries.areas import Area, area_of
from data.queries.exposed import Inhabited, Tier, exposed
from data.queries.exposed_things import Things
from data.queries.exposure_words import MOVE_RULE, PEOPLE_RULE, THINGS_RULE
from data.queries.responsible import persons_of
from data.scope import Scope
from data.things.danger import CLASSES
from data.things.fields import UNITS
from data.words import KINDS, PROVENANCE, REGISTERS, RISK_GRADES, RISK_KINDS

SHOWN = 200  # places in the answer itself; exports have all
LAYERS = tuple(REGISTERS)
Row = dict[str, Any]
Mask = NDArray[np.bool_]

SCHOOL = "school"  # a layer of which it is told that no register is kept: then none is no 0


class Exposure:
    """What an area holds. `cells`: mask; `things`: positions; `limited`: part of its cells is outside the scope.

    `reached`: there are cells in it, within the scope or not.
    """

    def __init__(self, house: House, ground: Inhabited, things: Things, area: Area, scope: Scope) -> None:
        self.house, self.ground, self.all, self.area, self.scope = house, ground, things, area, scope
        inside, held = _held(ground, things, area)
        mine = ground.among(scope.cells)
        self.cells, self.things = inside & mine, np.flatnonzero(held & mine[things.cell])
        self.limited, self.reached = bool((inside & ~mine).any()), bool(inside.any())

    def body(self) -> Row:
        """The answer as documented in docs/api.md; words in the language spoken now."""
        return {
            "area": {"kind": self.area.kind, "km2": round(self.area.km2, 3)} | self.area.named,
            "limited": self.limited,
            "cells": self._people(np.ones_like(self.ground.cells), "个") | {"value": int(self.cells.sum())},
            "people": self._people(self.ground.people),
            "households": self._people(self.ground.households, "户"),
            "to_move": self._things_value(int(self._of("to_move").sum())) | {"estimate": True, "rule": _(MOVE_RULE)},
            "danger_classes": self._dangers(),
            "risk_points": self._risks(),
            "key_sites": self._kinds("key_site"),
            "resources": self._kinds("resource"),
            "schools": self._kinds(SCHOOL) if (self.all.layer == SCHOOL).any() else None,
            "others": self._others(),
            "towns": self._touched(self.ground.towns),
            "villages": self._touched(self.ground.villages),
            "rules": {"people": _(PEOPLE_RULE), "things": _(THINGS_RULE)},
            "places_total": len(self.things),
            "places": self.places(SHOWN),
        }

    def places(self, most: int | None = None) -> list[Row]:
        """Each thing inside with where it stands and who answers for it (`persons`, masked by clearance).

        Danger points first, the most people to move first.
        """
        layer = self._of("layer")
        rank = np.array([LAYERS.index(one) if one in LAYERS else len(LAYERS) for one in layer], dtype=np.int64)
        order = np.lexsort((self._of("id"), self._of("grade"), -self._of("to_move"), rank))
        chosen = [self._place(one) for one in self.things[order[:most]]]
        with self.house.engine.connect() as connection:
            chains = persons_of(connection, [one["id"] for one in chosen], self.scope)
        return [one | {"persons": chains.get(one.pop("id"), [])} for one in chosen]

    def _place(self, i: int) -> Row:
        t, g = self.all, self.ground
        layer, kind = t.layer[i], t.kind[i]
        risky = layer == "risk_point"
        return {
            "id": int(t.id[i]),
            "layer": _(REGISTERS.get(layer, layer)),
            "register": layer,
            "code": t.code[i],
            "kind": _(KINDS.get(layer, {}).get(kind, kind)),
            "grade": _(RISK_GRADES.get(int(t.grade[i]), "")),
            "name": t.name[i],
            "town": g.towns.names[g.towns.of_cell[t.cell[i]]],
            "village": g.villages.names[g.villages.of_cell[t.cell[i]]],
            "quantity": int(t.quantity[i]),
            "unit": _(_unit(layer, kind)),
            "to_move": int(t.to_move[i]) if risky else None,
            "danger": _(CLASSES.get(int(t.danger[i]), "")),
            "lon": round(float(t.lon[i]), 6),
            "lat": round(float(t.lat[i]), 6),
            "as_of": t.as_of[i],
            "provenance": _(PROVENANCE.get(t.provenance[i], t.provenance[i])),
        }

    def _of(self, name: str) -> NDArray[Any]:
        return getattr(self.all, name)[self.things]

    def _people(self, column: NDArray[np.int64], unit: str = "人") -> Row:
        """None where nobody has counted the people of grids."""
        g = self.ground
        value = int(column[self.cells].sum()) if g.counted else None
        return {"value": value, "unit": _(unit), "as_of": g.as_of, "provenance": g.provenance}

    def _things_value(self, value: int) -> Row:
        """As of the oldest of what it is summed from; simulated when any of it is."""
        provenance = self._of("provenance")
        worst = "simulated" if (provenance == "simulated").any() else "measured"
        as_of = min(self._of("as_of"), default=self.ground.as_of)
        return {"value": value, "unit": _("人"), "as_of": as_of, "provenance": worst}

    def _dangers(self) -> list[Row]:
        """Things that threaten people or property, whatever register they stand in, by the class of their danger."""
        danger, move = self._of("danger"), self._of("to_move")
        return [
            {"class": n, "label": _(word), "n": int((danger == n).sum()), "to_move": int(move[danger == n].sum())}
            for n, word in CLASSES.items()
        ]

    def _risks(self) -> list[Row]:
        layer, kind, grade, move = (self._of(name) for name in ("layer", "kind", "grade", "to_move"))
        rows = []
        for code in sorted(set(kind[layer == "risk_point"])):
            mine = (layer == "risk_point") & (kind == code)
            grades = {f"g{n}": int((grade[mine] == n).sum()) for n in RISK_GRADES}
            named = {"kind": code, "label": _(RISK_KINDS.get(code, code))}
            rows.append(named | grades | {"total": int(mine.sum()), "to_move": int(move[mine].sum())})
        return sorted(rows, key=lambda row: (-row["total"], row["kind"]))

    def _kinds(self, wanted: str) -> list[Row]:
        layer, kind, quantity = (self._of(name) for name in ("layer", "kind", "quantity"))
        rows = []
        for code in sorted(set(kind[layer == wanted])):
            mine = (layer == wanted) & (kind == code)
            row = {
                "layer": wanted,
                "kind": code,
                "label": _(KINDS.get(wanted, {}).get(code, code)),
                "n": int(mine.sum()),
            }
            rows.append(row | {"quantity": int(quantity[mine].sum()), "unit": _(_unit(wanted, code))})
        return rows

    def _others(self) -> list[Row]:
        """Layers beside these."""
        layers = sorted(set(self._of("layer")) - {"risk_point", "key_site", "resource", SCHOOL}, key=str)
        return [row for layer in layers for row in self._kinds(layer)]

    def _touched(self, tier: Tier) -> list[Row]:
        """Regions with cells inside, the most people first; `share` of their cells."""
        where = tier.of_cell[self.cells]
        held = np.bincount(where, minlength=len(tier.codes))
        people = np.bincount(where, self.ground.people[self.cells], minlength=len(tier.codes)).astype(np.int64)
        found = np.flatnonzero(held)
        order = found[np.lexsort((found, -people[found]))]
        return [
            {"code": tier.codes[i], "name": tier.names[i], "cells": int(held[i]), "of_cells": int(tier.cells[i])}
            | {"share": round(float(held[i] / tier.cells[i]), 4)}
            | {"people": int(people[i]) if self.ground.counted else None}
            for i in order
        ]


def _held(ground: Inhabited, things: Things, area: Area) -> tuple[Mask, Mask]:
    """Which cells, by their label points, and which things, by their own, lie inside; of intervals by their cells."""
    if area.shape is None:
        inside = ground.among(area.cells)
        return inside, inside[things.cell]
    inside, held = np.split(things.points.inside(area.shape), [len(ground.cells)])
    return inside, held


def _unit(layer: str, kind: str) -> str:
    """What the quantity of such a thing counts."""
    return UNITS.get(kind, "台件") if layer == "resource" else "处"


def exposure(house: House, scope: Scope, sent: Mapping[str, Any], now: datetime) -> Exposure:
    """The exposure of the area in `sent` (see `data.queries.areas`), within the scope.

    BadInput for a drawn area outside the city; a storm that does not reach it exposes nothing.
    """
    with house.engine.connect() as connection:
        area, (ground, things) = area_of(connection, sent, scope, now), exposed(connection)
    found = Exposure(house, ground, things, area, scope)
    if area.near and area.shape is not None and not found.reached:
        shapely.prepare(ground.outline)
        if not shapely.intersects(ground.outline, area.shape):
            raise BadInput(f"{area.kind}: it lies outside the city")
    return found
