"""A real, empty toy city behind the doors."""

from tests.http.conftest import desk

__all__ = ["desk"]
