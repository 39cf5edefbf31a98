"""Packages: data files inside installed packages, found without importing them."""

import csv
import io
import tarfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from data.cities.sources import Row
from data.errors import CityError

DIVISIONS = "china-division-2.7.0.tgz"


def package_file(package: str, version: str, path: str) -> Path:
    """A data file of an installed package; says what to install when it is not there."""
    try:
        found = distribution(package)
    except PackageNotFoundError:
        advice = "pip install --no-deps -r requirements-city.txt"
        raise CityError(f"{package} {version} is not installed; run `{advice}`") from None
    if found.version != version:
        raise CityError(f"{package} {found.version} is installed, but {version} is needed")
    file = Path(str(found.locate_file(path)))
    if not file.exists():
        raise CityError(f"{package} {version} has no file {path}")
    return file


def divisions(archive: Path) -> Iterator[tuple[str, Row]]:
    """(level, row) of every county, town and village of China in the npm archive of china-division."""
    if not archive.exists():
        raise CityError(f"{archive} is missing; run `npm pack china-division@2.7.0` or name the file with --divisions")
    try:
        with tarfile.open(archive) as bundle:
            for level, name in (("county", "areas"), ("town", "streets"), ("village", "villages")):
                member = bundle.extractfile(f"package/dist/{name}.csv")
                assert member is not None
                for row in csv.DictReader(io.TextIOWrapper(member, "utf-8")):
                    yield level, row
    except (tarfile.TarError, KeyError, AssertionError) as error:
        raise CityError(f"{archive} is not china-division 2.7.0 as `npm pack` gives it: {error}") from error
