"""Open events, in words that lead every database to the index of open events."""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, literal
from sqlalchemy.ext.compiler import compiles

from data.schema import event
from data.view import EARLIEST, LATEST
from data.words import OPEN_STAGES

# The very words of the partial index, with nothing bound: else SQLite does not see that it serves.
_OPEN = event.c.stage.in_([literal(stage, literal_execute=True) for stage in OPEN_STAGES])


class StillOpen(ColumnElement[bool]):
    """`event.stage IN (…)`. SQLite without statistics would rather follow the index of stages, six times over."""

    inherit_cache = True
    type = Boolean()
    _is_implicitly_boolean = True  # else SQLAlchemy writes "= 1" behind it, which no index understands


@compiles(StillOpen)
def _plain(_element: StillOpen, compiler: Any, **more: Any) -> str:
    return str(compiler.process(_OPEN, **more))


@compiles(StillOpen, "sqlite")
def _likely(_element: StillOpen, compiler: Any, **more: Any) -> str:
    return f"likely({compiler.process(_OPEN, **more)})"


STILL_OPEN = StillOpen()
# Says nothing, but gives the index of open events, which is one of deadlines, something to search for.
ANY_DEADLINE = (event.c.deadline_at > EARLIEST, event.c.deadline_at < LATEST)
