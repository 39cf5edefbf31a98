"""Whether the time of an answer tells a code of elsewhere from one that nothing has: asked in pairs, over HTTP.

Who asks is an account and a key of one town. What lies elsewhere lies in another county; what is not there is called
alike, of the same day. Of each pair either comes first by chance, and each thing is asked for many times, as somebody
would who wants to know.
"""

import http.client
import json
import os
import random
import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from data.accounts.secret import secret_key
from data.house import House, open_house
from data.settings import Settings
from tests.bench.codes_planted import Asker, planted
from tests.bench.figures import say
from tests.server import serving

PAIRS, WARM = int(os.environ.get("BENCH_PAIRS", "400")), 20
SIGMAS = 4.0  # of as many throws of a fair coin: of twenty doors one falls further apart in some 800 runs
DATED, DIGITS = re.compile(r"[EWDR][0-9]{8}-"), "0123456789"
PAGE = "_pages_content.children..._pages_store.data"
ROLE = {"role": "duty_officer", "number": 1, "lang": "zh", "sign": "s"}


@dataclass(frozen=True)
class Door:
    """What is asked for a code of this kind, by a key or, where something is posted, from a page."""

    kind: str
    path: str
    body: str = ""

    @property
    def name(self) -> str:
        told = json.loads(self.body or "{}")
        if "output" not in told:
            return f"{'POST' if self.body else 'GET'} {self.path}"
        asked = told["inputs"][0]["value"]
        return (
            f"page {asked}" if isinstance(asked, str) else f"{told['output'].partition('-')[0]} of a page, {self.kind}"
        )


def _page(kind: str, path: str, search: str = "") -> Door:
    outputs = [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}]
    at = (("pathname", path), ("search", search))
    inputs = [{"id": "_pages_location", "property": name, "value": value} for name, value in at]
    return _callback(kind, "..".join(("", PAGE, "")), outputs, inputs)


def _part(kind: str, part: str, **told: Any) -> Door:
    asked = [{"id": f"{part}-asked", "property": "data", "value": told | ROLE}]
    return _callback(kind, f"{part}-drawn.data", {"id": f"{part}-drawn", "property": "data"}, asked)


def _callback(kind: str, output: str, outputs: Any, inputs: list[Any]) -> Door:
    changed = [f"{inputs[0]['id']}.{inputs[0]['property']}"]
    body = {"output": output, "outputs": outputs, "inputs": inputs, "state": [], "changedPropIds": changed}
    return Door(kind, "/_dash-update-component", json.dumps(body))


DOORS = (
    Door("event", "/api/v1/events/{code}"),
    Door("event", "/api/v1/recommendations?event={code}"),
    Door("event", "/api/v1/rooms?event={code}"),
    Door("event", "/open311/v2/requests/{code}.json"),
    Door("warning", "/api/v1/warnings/{code}"),
    Door("warning", "/api/v1/recommendations?warning={code}"),
    Door("order", "/api/v1/dispatches/{code}"),
    Door("room", "/api/v1/rooms/{code}"),
    Door("briefing", "/briefing/data/{code}/scenes"),
    Door("event", "/api/v1/events/{code}/moves", '{"move": "remark", "reason": "-"}'),
    Door("order", "/api/v1/dispatches/{code}/moves", '{"move": "urge", "words": "-"}'),
    Door("task", "/api/v1/tasks/{code}/receipts", '{"what": "read"}'),
    Door("room", "/api/v1/rooms/{code}/lines", '{"words": "-"}'),
    _page("event", "/events/{code}"),
    _part("event", "event", id="{code}", at=""),
    _part("event", "case", view="", on="event-{code}"),
    _part("event", "order", on="event-{code}", at=""),
    _page("event", "/review/{code}"),
    _part("warning", "warning", id="{code}", at=""),
    _part("warning", "case", view="", on="warning-{code}"),
    _part("room", "room", id="{code}"),
    _page("briefing", "/briefing/edit/{code}"),
    _page("briefing", "/handout", "?code={code}"),
)


def measure(database: Path) -> None:
    """On a copy of the city."""
    with TemporaryDirectory() as folder:
        copy = Path(shutil.copy(database, Path(folder) / "codes.db"))
        server = Flask("bench")
        house = open_house(_settings(copy), server)
        asker, there = planted(house)
        cookie = _cookie(house, server, asker)
        house.engine.dispose()
        with serving(copy, YITU_DEMO_FEED="false", YITU_DEMO_CLOCK="false", YITU_API_LIMIT="1000000 per minute") as url:
            for door in DOORS:
                _tell(door, *_asked(url, door, there[door.kind], asker.key, cookie))


def _settings(copy: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{copy}", demo_feed=False, _env_file=None)


def _cookie(house: House, server: Flask, asker: Asker) -> str:
    """That of a browser which is signed in, as the server makes it."""
    server.config["SECRET_KEY"] = secret_key(house.settings)
    seal = SecureCookieSessionInterface().get_signing_serializer(server)
    return f"yitu_session={seal.dumps({'_user_id': asker.session, '_fresh': True})}"


def _asked(url: str, door: Door, there: list[str], key: str, cookie: str) -> tuple[list[float], list[float]]:
    """Milliseconds of each answer: for what lies elsewhere, and for what is called alike and is not there."""
    wire, dice = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30), random.Random(door.name)
    headers = {"Content-Type": "application/json"} if door.body else {}
    keyed = door.path.startswith(("/api", "/open311"))
    headers |= {"Authorization": f"Bearer {key}"} if keyed else {"Cookie": cookie, "Origin": url}
    spent: tuple[list[float], list[float]] = ([], [])
    for pair in range(WARM + PAIRS):
        theirs = there[pair % len(there)]
        said = {}
        for side in dice.sample((0, 1), 2):
            took, said[side] = _one(wire, door, (theirs, _absent(theirs, there, dice))[side], headers)
            if pair >= WARM:
                spent[side].append(took)
        assert said[0] == said[1], (door.name, said)
    return spent


def _absent(code: str, there: list[str], dice: random.Random) -> str:
    """Another of the same day and shape, that nothing has but by a chance of one in many thousands."""
    day = 10 if DATED.match(code) else 0
    while (other := code[:day] + re.sub("[0-9A-Za-z]", lambda _one: dice.choice(DIGITS), code[day:])) in there:
        pass
    return other


def _one(wire: http.client.HTTPConnection, door: Door, code: str, headers: dict[str, str]) -> tuple[float, Any]:
    path, body = (text.replace("{code}", code) for text in (door.path, door.body))
    began = time.perf_counter()
    wire.request("POST" if body else "GET", path, body or None, headers)
    answer = wire.getresponse()
    text = answer.read()
    took = (time.perf_counter() - began) * 1000
    return took, (answer.status, re.sub(re.escape(code), "", text.decode()))


def _tell(door: Door, theirs: list[float], nothing: list[float]) -> None:
    """How much oftener than every second time the one takes longer than the other, where a coin would do as well."""
    longer = sum(one > other for one, other in zip(theirs, nothing, strict=True)) / len(theirs)
    more = median(one - other for one, other in zip(theirs, nothing, strict=True)) * 1000
    say(f"codes, {door.name}: of elsewhere longer than absent, median difference", "µs", round(more))
    target = round(SIGMAS * 0.5 / len(theirs) ** 0.5, 3)
    say(
        f"codes, {door.name}: of elsewhere longer than absent, beyond every second",
        "share",
        round(abs(longer - 0.5), 3),
        target=target,
    )
