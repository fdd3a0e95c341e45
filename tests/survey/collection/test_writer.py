"""The one writer: together in one commit, yet each on its own."""

from threading import Event, Thread

import pytest
from sqlalchemy import Engine, event, text
from sqlmodel import Session

from survey.collection.writer import Writer
from survey.database import reading


@pytest.fixture
def writer(engine: Engine) -> Writer:
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS line"))
        connection.execute(text("CREATE TABLE line (word TEXT NOT NULL)"))
    return Writer(engine)


def _look(session: Session) -> None:
    session.execute(text("SELECT 1"))


def _words(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return [row[0] for row in session.execute(text("SELECT word FROM line ORDER BY word"))]


def test_what_was_written_is_there_when_write_returns(writer: Writer, engine: Engine) -> None:
    def work(session: Session) -> str:
        session.execute(text("INSERT INTO line VALUES ('a')"))
        return "done"

    assert writer.write(work) == "done"
    assert _words(engine) == ["a"]


def test_who_fails_hears_it_and_does_not_spoil_the_others(writer: Writer, engine: Engine) -> None:
    begun, go = Event(), Event()

    def slow(session: Session) -> None:
        begun.set()
        assert go.wait(10)
        session.execute(text("INSERT INTO line VALUES ('slow')"))

    failures: list[Exception] = []

    def write(word: str | None) -> None:
        try:
            writer.write(
                lambda session: session.execute(text("INSERT INTO line VALUES (:w)"), {"w": word}) and None
            )
        except Exception as error:  # noqa: BLE001 (which one it is differs per database)
            failures.append(error)

    threads = [
        Thread(target=writer.write, args=(slow,)),
        *[Thread(target=write, args=(w,)) for w in ("a", None, "b")],
    ]
    threads[0].start()
    assert begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    go.set()
    for thread in threads:
        thread.join(20)
    assert _words(engine) == ["a", "b", "slow"]
    assert len(failures) == 1


def test_those_who_wait_together_share_one_commit(writer: Writer, engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        writer.write(lambda _session: None)
        assert writer._thread is None  # PostgreSQL does this by itself
        return
    commits: list[object] = []
    event.listen(engine, "commit", commits.append)
    begun, go = Event(), Event()

    def first(session: Session) -> None:
        _look(session)
        begun.set()
        assert go.wait(10)

    threads = [Thread(target=writer.write, args=(first,))]
    threads[0].start()
    assert begun.wait(10)
    threads += [Thread(target=writer.write, args=(_look,)) for _ in range(10)]
    for thread in threads[1:]:
        thread.start()
    while writer._waiting.qsize() < 10:
        assert threads[1].is_alive()
    go.set()
    for thread in threads:
        thread.join(20)
    assert len(commits) == 2


def test_when_the_commit_fails_nobody_gets_a_result(writer: Writer, engine: Engine) -> None:
    def refuse(_connection: object) -> None:
        raise OSError("the disk is full")

    event.listen(engine, "commit", refuse)
    with pytest.raises(OSError, match="disk"):
        writer.write(lambda session: session.execute(text("INSERT INTO line VALUES ('a')")) and None)
    event.remove(engine, "commit", refuse)
    assert _words(engine) == []
