"""电子证照档案: whose file a document belongs to, and whether a licence still holds."""

from collections.abc import Mapping
from typing import Any

from data.document_words import SOON
from data.words import REGISTERS

GROUP = "region"  # a village, a town: an organisation and what it holds
_OF = {"person": "person", "enterprise": "enterprise", GROUP: "group", "house": "thing", "project": "thing"}


def holder_of(subject: str) -> str:
    """One of HOLDERS; "" of what tells of nobody, or of an event."""
    return "thing" if subject in REGISTERS else _OF.get(subject, "")


def validity_of(row: Mapping[str, Any], today: int) -> str:
    """One of VALIDITY; "" where nobody told since when it holds."""
    if row["issued_day"] is None:
        return ""
    left = None if row["ends_day"] is None else row["ends_day"] - today
    return "always" if left is None else "ended" if left < 0 else "soon" if left <= SOON else "valid"
