"""The ledgers and the dictionary of a city, from its pack or from the general ones: laid down once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from data.commands.revisions import bump
from data.ledgers.fields import TOPIC
from data.schema import field, ledger
from data.schema.ledgers import NUMBER_SLOTS, TEXT_SLOTS
from data.yaml_file import read_yaml

FILE = "ledgers.yaml"
GENERAL = Path(__file__).with_name(FILE)


def ledger_plan(city_dir: Path) -> dict[str, Any]:
    """What the pack says; a pack that says nothing has the general ledgers."""
    own = city_dir / FILE
    return dict(read_yaml(own if own.exists() else GENERAL))


def install_ledgers(connection: Connection, plan: dict[str, Any]) -> bool:
    """Whether they were laid down now. A city without them gets them; those it has stay as they are."""
    if connection.scalar(select(ledger.c.code).limit(1)) is not None:
        return False
    provenance = plan.get("provenance", "published")
    connection.execute(insert(ledger), [_ledger(n, one, provenance) for n, one in enumerate(plan["ledgers"], 1)])
    numbered = enumerate(_fields(plan), 1)
    connection.execute(insert(field), [one | {"position": n, "provenance": provenance} for n, one in numbered])
    bump(connection, "ledgers", TOPIC)
    return True


def _ledger(n: int, one: list[Any], provenance: str) -> dict[str, Any]:
    names = ("code", "word", "family", "subject", "owner", "frequency")
    everyone = int(one[6] == 1 and len(one) == 7)
    return dict(zip(names, one, strict=False)) | {"everyone": everyone, "position": n, "provenance": provenance}


def _fields(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Of each subject first what all of its ledgers share, which has the slots; then what each ledger has beside."""
    for subject, own in plan["fields"].items():
        slots = {"number": iter(NUMBER_SLOTS), "text": iter(TEXT_SLOTS)}
        first = next(one for one in plan["ledgers"] if one[3] == subject)
        for one in own:
            slot = next(slots["number" if one[2] == "number" else "text"], None)
            yield _field(f"{subject}.{one[0]}", one[1], subject, None, slot, one, first)
    for its in plan["ledgers"]:
        for one in plan["family"]:
            yield _field(f"{its[0]}.{one[0]}", f"{its[1]}·{one[1]}", its[3], its[0], None, one, its)


def _field(
    code: str, word: str, subject: str, own: str | None, slot: str | None, one: list[Any], its: list[Any]
) -> dict[str, Any]:
    """`its`: the ledger whose department keeps the field."""
    more = one[4] if len(one) > 4 else ""
    return {
        "code": code,
        "word": word,
        "subject": subject,
        "ledger": own,
        "kind": one[2],
        "shield": one[3],
        "unit": more if isinstance(more, str) else "",
        "codes": more if isinstance(more, dict) else {},
        "owner": its[4],
        "frequency": its[5],
        "slot": slot,
    }
