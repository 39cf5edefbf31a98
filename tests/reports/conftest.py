"""A blank city, on each engine, and people who lay reports out in it."""

from tests.briefing.conftest import house, lone_house
from tests.http.conftest import desk, lone_desk

__all__ = ["desk", "house", "lone_desk", "lone_house"]
