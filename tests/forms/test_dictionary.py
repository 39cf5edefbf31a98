"""The dictionary is read once in a revision, however many ask, and again when ledgers are laid down."""

from pathlib import Path

from sqlalchemy import event

from data.commands.revisions import bump
from data.ledgers.fields import TOPIC, dictionary
from data.ledgers.install import ledger_plan
from data.schema import field


def test_a_thousand_fields_are_read_once_in_a_revision(blank):
    asked: list[str] = []
    event.listen(blank.engine, "before_cursor_execute", lambda _c, _cursor, text, *_more: asked.append(text))
    plan = ledger_plan(Path("none"))
    with blank.engine.begin() as connection:
        first = dictionary(connection)
        asked.clear()
        assert dictionary(connection) is first
        assert len(asked) == 1 and "FROM revision" in asked[0]
        assert (len(first.ledgers), len(first.fields)) == (len(plan["ledgers"]), 1_020)
        code = next(iter(first.fields))
        connection.execute(field.update().where(field.c.code == code).values(word="改了名的字段"))
        bump(connection, TOPIC)
        assert dictionary(connection).fields[code].word == "改了名的字段"
        assert dictionary(connection) is dictionary(connection)
