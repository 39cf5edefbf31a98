"""The real city in a real server and a real browser; every journey ends with a silent console and nothing sent away."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from data.engine import make_engine
from data.ready import make_ready, seed_demo
from data.settings import Settings
from tests.browser import Watched, chromium
from tests.server import serving

EVENTS = 30_000


@pytest.fixture(scope="session")
def city_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference city with a smaller year of events; the demo clock stands at its anchor."""
    path = tmp_path_factory.mktemp("city") / "city.db"
    settings = Settings(database_url=f"sqlite:///{path}", _env_file=None)
    engine = make_engine(settings.database_url)
    make_ready(engine, settings.model_copy(update={"demo": False}))
    seed_demo(engine, settings, events=EVENTS)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def server(city_database: Path) -> Iterator[str]:
    with serving(city_database, YITU_DEMO_FEED="false", YITU_DEMO_CLOCK="false") as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def open_wall(browser: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """`open_wall("/?region=…", width, height)`: a page in a context of its own, watched to the end."""
    watched: list[Watched] = []

    def open_(path: str = "/", width: int = 1920, height: int = 1080) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        watched.append(Watched.on(context.new_page()))
        watched[-1].page.goto(server + path)
        return watched[-1].page

    yield open_
    for one in watched:
        one.page.context.close()
    assert [line for one in watched for line in one.console] == []
    assert [url for one in watched for url in one.outside] == []
