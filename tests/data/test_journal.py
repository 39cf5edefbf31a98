"""SQLite's journal is taken over in the way of nobody."""

from pathlib import Path

from sqlalchemy import text

from data.engine import make_engine, writing
from data.house import House
from data.journal import start_journal, take_over

MORE = text("INSERT INTO house_fact (key, value) VALUES (:key, 'x')")


def test_what_is_committed_is_written_into_the_file(sqlite_url):
    engine = make_engine(sqlite_url)
    assert take_over(engine) == 0
    with writing(engine) as connection:
        connection.execute(MORE, {"key": "taken"})
    assert take_over(engine) == 0
    file = Path(engine.url.database)
    alone = file.rename(file.with_name("alone.db"))  # without its journal
    engine.dispose()
    with make_engine(f"sqlite:///{alone}").connect() as connection:
        assert connection.scalar(text("SELECT value FROM house_fact WHERE key = 'taken'")) == "x"


def test_neither_a_writer_nor_a_reader_is_waited_for(sqlite_url):
    engine = make_engine(sqlite_url)
    with engine.connect() as reader, writing(engine) as writer:
        reader.execute(text("SELECT count(*) FROM house_fact")).scalar()
        writer.execute(MORE, {"key": "open"})
        assert take_over(engine) == 0
    engine.dispose()


def test_only_sqlite_has_such_a_journal(house: House):
    rounds = start_journal(house)
    assert (rounds is None) == (house.engine.dialect.name == "postgresql")
    if rounds:
        rounds.stop()
