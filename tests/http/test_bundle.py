"""Our sheets and scripts are one file each: everything is in it, and its address changes with what it holds."""

import re

from data.doors import bundle
from data.settings import ROOT


def test_a_page_asks_for_one_sheet_and_one_script_of_ours(client):
    page = client.get("/").text
    ours = re.findall(r'(?:href|src)="(/assets/[^"]+)"', page)
    assert sorted(one.split("?")[0] for one in ours) == ["/assets/css/all.css", "/assets/js/all.js"]
    for one in ours:
        answer = client.get(one)
        assert answer.status_code == 200 and "immutable" in answer.headers["Cache-Control"]
        kind = one.split("/")[2]
        for part in (ROOT / "assets" / kind).glob(f"*.{kind}"):
            assert part.read_text() in answer.text


def test_its_address_follows_what_it_holds(monkeypatch):
    before = bundle.address("css")
    monkeypatch.setattr(bundle, "joined", lambda kind: "a {}")
    bundle.address.cache_clear()
    assert bundle.address("css") != before
    monkeypatch.undo()
    bundle.address.cache_clear()
    assert bundle.address("css") == before
