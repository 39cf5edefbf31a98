"""A blank city with people to send, on each engine; the toy city, made by the migrations; doors with a key."""

from tests.conftest import house as migrated
from tests.dispatch.conftest import house, lone_house
from tests.http.conftest import desk, lone_desk

__all__ = ["desk", "house", "lone_desk", "lone_house", "migrated"]
