"""The one writer: together in one commit, yet each on its own."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError
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
    while len(writer._waiting) < 10:
        assert threads[1].is_alive()
    go.set()
    for thread in threads:
        thread.join(20)
    assert len(commits) == 2


def test_of_several_items_one_that_fails_gives_its_exception_and_the_others_are_kept(
    writer: Writer, engine: Engine
) -> None:
    def work(session: Session, words: Sequence[str | None]) -> list[str | None]:
        for word in words:
            session.execute(text("INSERT INTO line VALUES (:w)"), {"w": word})
        return list(words)

    first, failed, last = writer.share_all(work, ["a", None, "b"])
    assert (first, last) == ("a", "b")
    assert isinstance(failed, Exception)
    assert _words(engine) == ["a", "b"]


def test_a_lost_line_to_the_database_is_opened_again(writer: Writer, engine: Engine) -> None:
    def cut(session: Session) -> None:
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    writer.write(_look)
    if engine.dialect.name == "postgresql":
        with pytest.raises(DBAPIError):
            writer.write(cut)
    writer.write(lambda session: session.execute(text("INSERT INTO line VALUES ('a')")) and None)
    assert _words(engine) == ["a"]


def test_when_the_disk_is_read_only_everybody_hears_that_nothing_can_be_written(
    writer: Writer, engine: Engine
) -> None:
    if engine.dialect.name == "sqlite":
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("PRAGMA query_only=ON"))
        with pytest.raises(DBAPIError):
            writer.write(lambda session: session.execute(text("INSERT INTO line VALUES ('a')")) and None)
    assert _words(engine) == []


def test_many_writers_at_once_all_get_their_own_result(writer: Writer, engine: Engine) -> None:
    def work(session: Session, words: Sequence[str]) -> list[str]:
        session.execute(text("INSERT INTO line VALUES (:w)"), [{"w": word} for word in words])
        return [f"{word} is kept" for word in words]

    def send(number: int) -> str:
        return writer.share(work, f"{number:03}")

    with ThreadPoolExecutor(16) as threads:
        said = list(threads.map(send, range(200)))
    assert said == [f"{number:03} is kept" for number in range(200)]
    assert _words(engine) == [f"{number:03}" for number in range(200)]


def test_when_the_commit_fails_nobody_gets_a_result(writer: Writer, engine: Engine) -> None:
    def refuse(_connection: object) -> None:
        raise OSError("the disk is full")

    event.listen(engine, "commit", refuse)
    with pytest.raises(OSError, match="disk"):
        writer.write(lambda session: session.execute(text("INSERT INTO line VALUES ('a')")) and None)
    event.remove(engine, "commit", refuse)
    assert _words(engine) == []
