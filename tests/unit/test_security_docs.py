"""docs/security.md names what proves each risk of the OWASP top ten: it is there; libraries are pinned as it says."""

import re

import pytest

from data.settings import ROOT

TABLE = (ROOT / "docs" / "security.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(test_\w+)…?`", TABLE)))
PATHS = sorted(set(re.findall(r"`(tests/[\w/.]+)`", TABLE)))
TESTS = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))


def test_every_risk_of_both_lists_is_in_the_table():
    rows = [line.split("|") for line in TABLE.splitlines() if line.startswith("| ") and "what the house" not in line]
    for column in (1, 2):
        assert {f"A{n:02}" for n in range(1, 11)} <= {row[column].split()[0] for row in rows if row[column].strip()}


@pytest.mark.parametrize("name", NAMED)
def test_a_test_it_names_is_there(name):
    assert re.search(rf"def {name}\w*\(", TESTS)


@pytest.mark.parametrize("path", PATHS)
def test_a_file_it_names_is_there(path):
    assert (ROOT / path).exists()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-city.txt"])
def test_every_library_is_pinned_to_a_compatible_release(name):
    lines = [line.partition("#")[0].strip() for line in (ROOT / name).read_text("utf-8").splitlines()]
    loose = [line for line in lines if line and not line.startswith("-r") and not re.search(r"[~=]=\d", line)]
    assert loose == []
