"""No code that answers a request gives itself the whole city."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("pages", "components", "callbacks", "data/doors")
OTHERWISE = {
    "data/doors/cap.py",  # names the city that issues a message, whoever reads it
    "data/doors/field.py",  # whoever holds the signed link of a task is its responder
}


def test_pages_components_callbacks_and_doors_ask_who_is_asking():
    found = [
        path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "Scope.guest()" in path.read_text("utf-8")
    ]
    assert {path.relative_to(ROOT).as_posix() for path in found} <= OTHERWISE
