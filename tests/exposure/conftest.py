"""A real, empty toy city behind the doors."""

from tests.http.conftest import empty_sqlite, lone_desk

__all__ = ["empty_sqlite", "lone_desk"]
