"""A real, empty toy city behind the doors."""

from tests.http.conftest import desk, empty_postgres, empty_sqlite

__all__ = ["desk", "empty_postgres", "empty_sqlite"]
