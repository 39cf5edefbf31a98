"""What senders tell of documents: whom to let in until when, and what shall become of one."""

from datetime import date
from typing import Annotated

from pydantic import Field

from data.commands.documents import NOTE
from data.document_words import DOCUMENT_MOVES
from data.doors.event_models import Asked, Line, one_of

ACTS = ("revoke", *DOCUMENT_MOVES)


class NewGrant(Asked):
    """`agency`: the code of a department, or `account`: a login; until the end of the day `until`, within a year."""

    agency: Line = Field("", max_length=32)
    account: Line = Field("", max_length=64)
    until: date = Field(strict=False)  # JSON has no days of its own
    reason: Line = Field(min_length=1, max_length=NOTE)


class DocumentMove(Asked):
    """revoke (grant: its number), withdraw (reason; ends every grant), restore (reason)."""

    move: Annotated[str, *one_of(ACTS)]
    grant: int = Field(0, ge=0, le=2**31 - 1)
    reason: Line = Field("", max_length=NOTE)
