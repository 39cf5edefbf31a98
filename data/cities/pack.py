"""Pack: a built city, read from its folder."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from data.errors import CityError

Row = dict[str, str]


@dataclass(frozen=True)
class Pack:
    """`folder` holds `manifest.json` and the files it names; nothing is read before it is asked for."""

    folder: Path

    @cached_property
    def manifest(self) -> dict[str, Any]:
        path = self.folder / "manifest.json"
        if not path.exists():
            raise CityError(f"{self.folder} holds no city pack; build it with `flask city build {self.folder.name}`")
        return json.loads(path.read_text("utf-8"))

    @cached_property
    def checksum(self) -> str:
        """Changes when any file of the pack does."""
        return "-".join(digest[:8] for _, digest in sorted(self.manifest["files"].items()))

    def regions(self) -> list[Row]:
        return self._rows("regions.csv")

    def storms(self) -> list[Row]:
        return self._rows("storms.csv")

    def dropped(self) -> list[Row]:
        return self._rows("dropped.csv")

    def shapes(self) -> Iterator[dict[str, Any]]:
        """GeoJSON features, city to villages; properties tree, code, provenance, source."""
        yield from self._features("shapes.geojson")

    def context(self) -> list[dict[str, Any]]:
        """GeoJSON features around the city; properties role (neighbour, land), code, name, provenance, source."""
        return self._features("context.geojson")

    def _rows(self, file: str) -> list[Row]:
        with (self.folder / file).open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle))

    def _features(self, file: str) -> list[dict[str, Any]]:
        return json.loads((self.folder / file).read_text("utf-8"))["features"]


def packs(folder: Path) -> list[Pack]:
    """Every pack in `folder`."""
    return [Pack(path.parent) for path in sorted(folder.glob("[0-9]*/manifest.json"))]
