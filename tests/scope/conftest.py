"""The toy city with one of everything planted in two towns, and screens of accounts that look at it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from data.house import EXTENSION
from tests.conftest import toy_settings
from tests.scope.plant import Place, plant
from tests.scope.screen import Screen

HOME, AWAY, COUNTY = "990102001", "990103100", "990102"  # two towns of different counties, and the county of the first
Opened = Callable[[str], Flask]


@dataclass(frozen=True)
class City:
    """`mine` and `other`: what is planted in HOME and in AWAY."""

    app: Flask
    mine: Place
    other: Place
    _screens: dict[tuple[str, ...], Screen]

    def screen(self, role: str = "duty_officer", code: str = HOME, departments: tuple[str, ...] = ("*",)) -> Screen:
        key = (role, code, *departments)
        if key not in self._screens:
            self._screens[key] = Screen(self.app, role, code, departments)
        return self._screens[key]


def planted_home(app: Flask) -> Place:
    return plant(app, HOME, 119.13, 25.03, "HOMEQ")


def planted_away(app: Flask) -> Place:
    return plant(app, AWAY, 119.05, 25.05, "AWAYZ")


@pytest.fixture(scope="package")
def opened(sqlite_template: Path, toy_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Opens an app on a fresh copy of the simulated toy city."""
    apps: list[Flask] = []

    def open_one(name: str) -> Flask:
        folder = tmp_path_factory.mktemp(name)
        url = f"sqlite:///{shutil.copy(sqlite_template, folder / 'toy.db')}"
        apps.append(create_app(toy_settings(toy_dir, url, photos_dir=folder / "photos")))
        return apps[-1]

    yield open_one
    for app in apps:
        app.extensions[EXTENSION].engine.dispose()


@pytest.fixture(scope="package")
def city(opened: Opened) -> City:
    app = opened("scoped")
    return City(app, planted_home(app), planted_away(app), {})
