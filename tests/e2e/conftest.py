"""The real city in a real server and a real browser; every journey ends with a silent console and nothing sent away."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import DEVNULL, Popen

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import Contexts, Watched, chromium
from tests.reference import lived
from tests.server import ROOT, serving


@pytest.fixture(scope="package", autouse=True)
def under_way(request: pytest.FixtureRequest, shared: Path) -> Iterator[None]:
    """The city begins to be filled while the first journeys go through another."""
    if not any("city_template" in item.fixturenames for item in request.session.items):
        yield
        return
    with Popen([sys.executable, "-m", "tests.reference", str(shared)], cwd=ROOT, stderr=DEVNULL) as filling:
        yield
        filling.terminate()


@pytest.fixture(scope="session")
def city_template(shared: Path) -> Path:
    """The reference city with a smaller year of events; the demo clock stands at its anchor."""
    return lived(shared)


@pytest.fixture(scope="package")
def city_database(city_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That city, for the journeys of this worker; what one of them does to it the next ones find."""
    return Path(shutil.copy(city_template, tmp_path_factory.mktemp("city") / "city.db"))


@pytest.fixture(scope="package")
def server(city_database: Path) -> Iterator[str]:
    with serving(city_database, YITU_DEMO_FEED="false", YITU_DEMO_CLOCK="false") as url:
        yield url


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Ended with the last journey: the tests that follow have event loops of their own."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def contexts(browser: Browser, server: str) -> Contexts:
    return Contexts(browser, server)


@pytest.fixture
def open_wall(contexts: Contexts, server: str) -> Iterator[Callable[..., Page]]:
    """`open_wall("/?region=…", width, height)`: a page in a context of its own, watched to the end."""
    watched: list[Watched] = []

    def open_(path: str = "/", width: int = 1920, height: int = 1080) -> Page:
        page = contexts.take().new_page()
        page.set_viewport_size({"width": width, "height": height})
        watched.append(Watched.on(page))
        page.goto(server + path)
        return page

    yield open_
    contexts.give_back()
    assert [line for one in watched for line in one.console] == []
    assert [url for one in watched for url in one.outside] == []
