"""A headless Chromium, and what a wall in it tells."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

# The first draws pages and nothing else: the others keep a whole browser's windows besides, at twice the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
HERE = {"127.0.0.1", "localhost"}
LOOKS = 50  # ms between two looks at a page
expect.set_options(timeout=20_000)  # ms; two browsers share two cores
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FLAGS += ["--disable-sync", "--no-first-run", "--font-render-hinting=none"]
KEPT = "cookies,local_storage,indexeddb,websql,service_workers,cache_storage,file_systems"  # not what was fetched
ASKS = """async ([argument, patience, pause]) => {
  const [question, end] = [QUESTION, performance.now() + patience];
  while (!(await question(argument))) {
    if (performance.now() > end) return false;
    await new Promise((go) => setTimeout(go, pause));
  }
  return true;
}"""
LEFT = ("context was destroyed", "Cannot find context", "navigat")  # how it says that the page has gone elsewhere
PANELS_DRAWN = """(code) => {
  const panels = [...document.querySelectorAll('[data-panel]')];
  const drawn = (panel) => panel.dataset.state !== 'loading' && (!code || panel.dataset.region === code);
  return panels.length > 0 && panels.every(drawn);
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Its first context has a profile, as people's have: there alone Chromium keeps scripts as it compiled them."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    # The machine may not have that language; with letters of no language, Chinese names of files would be lost.
    env = {**os.environ, "LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}
    more = dict(executable_path=path, args=FLAGS, env=env, locale="zh-CN")
    with sync_playwright() as playwright, TemporaryDirectory(prefix="yitu-profile-") as profile:
        kept = playwright.chromium.launch_persistent_context(profile, **more)
        yield kept.browser
        kept.close()


class Contexts:
    """Contexts of one browser, lent to one journey after the other.

    A context keeps the scripts it has fetched and compiled; all else it knew is forgotten when it is given back.
    """

    def __init__(self, browser: Browser, origin: str) -> None:
        self._browser, self._origin = browser, origin
        self._resting = browser.contexts[:1]
        self._lent: list[BrowserContext] = []

    def take(self) -> BrowserContext:
        context = self._resting.pop() if self._resting else self._browser.new_context(locale="zh-CN")
        if not context.pages:
            context.new_page()  # stays empty: by it one speaks to the context
        self._lent.append(context)
        return context

    def give_back(self) -> None:
        while self._lent:
            self._forget(context := self._lent.pop())
            self._resting.append(context)

    def _forget(self, context: BrowserContext) -> None:
        empty, *pages = context.pages
        for one in pages:
            one.close()
        session = context.new_cdp_session(empty)
        session.send("Storage.clearDataForOrigin", {"origin": self._origin, "storageTypes": KEPT})
        session.detach()
        context.clear_cookies()


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
    """Until every panel has drawn, for region `code` when it is given."""
    wait_for(page, PANELS_DRAWN, code, seconds)


def wait_for(page: Page, question: str, argument: object = None, seconds: float = 20) -> None:
    """Until the JavaScript function `question` answers true; TimeoutError otherwise.

    The page asks itself, which costs a tenth of asking it from outside. Playwright's own waiting has it evaluate text,
    which the content policy forbids.
    """
    end, asks = time.monotonic() + seconds, ASKS.replace("QUESTION", question)
    while (left := end - time.monotonic()) > 0:
        try:
            if page.evaluate(asks, [argument, left * 1000, LOOKS]):
                return
        except Error as error:
            if not any(sign in error.message for sign in LEFT):
                raise  # else it went to another page meanwhile, which is asked as well
    raise TimeoutError(f"not within {seconds} s: {question}")
