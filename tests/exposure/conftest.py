"""A real, empty toy city behind the doors."""

from tests.http.conftest import lone_desk

__all__ = ["lone_desk"]
