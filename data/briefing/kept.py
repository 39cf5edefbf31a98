"""An answer as a frozen briefing keeps it: JSON that reads back as the same answer."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import orjson

from data.answer import Answer, Column


def answer_json(answer: Answer) -> str:
    whole = asdict(answer) | {"rhythm": answer.rhythm.total_seconds()}
    return orjson.dumps(whole).decode()


def answer_of(text: str) -> Answer:
    whole = orjson.loads(text)
    as_of = whole["as_of"]
    return Answer(
        **whole
        | {
            "columns": tuple(Column(**one) for one in whole["columns"]),
            "as_of": datetime.fromisoformat(as_of) if as_of else None,
            "rhythm": timedelta(seconds=whole["rhythm"]),
        }
    )


def withheld(n: int, why: str) -> dict[str, Any]:
    """A scene of which nothing is shown, and why, as the stage reads it."""
    told = {"n": n, "path": "", "kind": "withheld", "said": why, "query": "", "panels": [], "drawings": {}}
    return told | {"follows": {}, "emphasis": {}, "frozen": "", "drilled": False}
