"""A headless Chromium, and what a wall in it tells."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
HERE = {"127.0.0.1", "localhost"}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FLAGS += ["--disable-sync", "--no-first-run", "--font-render-hinting=none"]
PANELS_DRAWN = """(code) => {
  const panels = [...document.querySelectorAll('[data-panel]')];
  const drawn = (panel) => panel.dataset.state !== 'loading' && (!code || panel.dataset.region === code);
  return panels.length > 0 && panels.every(drawn);
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    path = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=FLAGS, env={**os.environ, "LANG": "zh_CN.UTF-8"}
        )
        yield browser
        browser.close()


@dataclass
class Watched:
    """A page and what went wrong on it: console messages, and requests that left the machine."""

    page: Page
    console: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    @classmethod
    def on(cls, page: Page) -> "Watched":
        watched = cls(page)
        page.on("console", lambda message: watched.console.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: watched.console.append(f"error: {error}"))
        page.on("request", lambda request: watched._request(request.url))
        return watched

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in HERE:
            self.outside.append(url)


def wait_drawn(page: Page, code: str = "", seconds: float = 20) -> None:
    """Until every panel has drawn, for region `code` when it is given.

    Asked from outside: the content policy forbids the page to evaluate text, as Playwright's own waiting would.
    """
    wait_for(page, PANELS_DRAWN, code, seconds)


def wait_for(page: Page, question: str, argument: object = None, seconds: float = 10) -> None:
    """Until the JavaScript function `question` answers true; TimeoutError otherwise."""
    end = time.monotonic() + seconds
    while not page.evaluate(question, argument):
        if time.monotonic() > end:
            raise TimeoutError(f"not within {seconds} s: {question}")
        page.wait_for_timeout(20)
