"""The rules of the house, as tests."""

import ast
import re
import statistics
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("pages", "components", "callbacks", "data")
MAY_IMPORT = {
    "pages": {"components", "data", "pages"},
    "components": {"components", "data"},
    "callbacks": {"callbacks", "components", "data"},
    "data": {"data"},
}
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "versions" not in path.parts)


@cache
def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    return {*names, *(node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))}


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / line for line in listed.splitlines() if (ROOT / line).exists()]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path):
    room = path.relative_to(ROOT).parts[0]
    rooms = {name.split(".")[0] for name in _imports(path)} & {*ROOMS, "app", "tests"}
    assert rooms <= MAY_IMPORT[room]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_room_knows_its_own_library_only(path):
    room = path.relative_to(ROOT).parts[0]
    libraries = {name.split(".")[0] for name in _imports(path)}
    assert "sqlalchemy" not in libraries or room == "data"
    assert not {"dash", "dash_leaflet", "plotly"} & libraries or room != "data"


@pytest.mark.parametrize("room", ["queries", "commands", "ledgers", "things", "catalogue"])
def test_what_is_asked_and_done_knows_no_door(room):
    known = {path.name for path in (ROOT / "data" / room).rglob("*.py") for name in _imports(path) if "doors" in name}
    assert known == set()


def test_no_python_file_is_over_250_lines_and_half_are_short():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in [*SOURCES, ROOT / "app.py"]}
    assert {path: n for path, n in lengths.items() if n > 250} == {}
    assert statistics.median(n for n in lengths.values() if n) <= 80


def test_callbacks_are_short_and_have_few_outputs():
    long = []
    for path in (ROOT / "callbacks").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any("callback" in ast.unparse(d) for d in node.decorator_list):
                outputs = sum(ast.unparse(d).count("Output(") for d in node.decorator_list)
                if node.end_lineno - node.body[0].lineno + 1 > 15 or outputs > 3:
                    long.append(f"{path.name}:{node.name}")
    assert long == []


def test_nothing_outside_its_pack_knows_the_reference_city():
    known = re.compile("莆田|putian|荔城|仙游|秀屿|湄洲|350302|350322", re.IGNORECASE)
    assert [str(path) for path in [*SOURCES, ROOT / "app.py"] if known.search(path.read_text(encoding="utf-8"))] == []


def test_nothing_reaches_for_another_machine():
    reach = re.compile(r"https?://(cdn|unpkg|fonts\.g|cdnjs)|@import url\(.?http", re.IGNORECASE)
    texts = [
        path for path in _tracked() if path.suffix in {".py", ".js", ".css", ".html"} and "tests" not in path.parts
    ]
    assert [str(path) for path in texts if reach.search(path.read_text(encoding="utf-8"))] == []
