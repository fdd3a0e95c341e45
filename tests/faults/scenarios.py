"""The runs: which servers, on which database, and what happens to them."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import create_engine, text

from survey import migrate
from survey.database import opened
from tests.faults.installation import install, prepare
from tests.faults.load import Load, Mishap
from tests.faults.server import Server
from tests.faults.verdict import Verdict
from tests.survey import postgresql

_OLD = "UPDATE alembic_version SET version_num = :number"


def kill(server: Server) -> None:
    """SIGKILL: a machine that loses its power."""
    server.kill()
    server.start()


def deploy(server: Server) -> None:
    """SIGTERM under load, the check of the migrations that a release makes, and a new start."""
    _end(server)
    with opened(server.installation.settings.database) as engine:
        migrate.upgrade(engine)
    server.start()


def deploy_too_new(server: Server) -> None:
    """A release whose migrations were forgotten: it refuses to serve, until they are there."""
    _end(server)
    with opened(server.installation.settings.database) as engine:
        has, must_have = migrate.check(engine)
        with engine.begin() as connection:
            connection.execute(text(_OLD), {"number": "0001"})
        code = subprocess.run(
            server.command, env=server.process_environment, check=False, timeout=60
        ).returncode
        with engine.begin() as connection:
            connection.execute(text(_OLD), {"number": must_have})
    if code != 1 or has != must_have:
        raise AssertionError(f"an old database was served: {code}")
    server.start()


def kill_worker(server: Server) -> None:
    """SIGKILL to one of its working processes: out of memory."""
    server.kill_one_worker()


def _end(server: Server) -> None:
    code = server.stop()
    if code != 0:
        raise AssertionError(f"the server did not end as it should: {code}")


def embedded(uploads: int, seed: int, work: Path) -> Verdict:
    """One server on SQLite, as `make demo` and small municipalities have it."""
    return _run([Server(install(work / "var"))], uploads, seed, [kill, kill, deploy], work)


def two_processes(uploads: int, seed: int, work: Path) -> Verdict:
    """Two servers on one SQLite file, which nobody should do and somebody will."""
    installation = install(work / "var")
    return _run([Server(installation), Server(installation)], uploads, seed, [kill], work)


def release(uploads: int, seed: int, work: Path) -> Verdict:
    """Releases under load and nothing else: ended as they should be, checked, refused once, started."""
    return _run([Server(install(work / "var"))], uploads, seed, [deploy, deploy_too_new], work, (0.3, 0.6))


def two_workers(uploads: int, seed: int, work: Path) -> Verdict:
    """Two workers on a PostgreSQL server of our own.

    Raises:
        LookupError: there is no PostgreSQL on this machine.
    """
    at = postgresql.programs()
    if at is None:
        raise LookupError(postgresql.WHY_ABSENT)
    with postgresql.running(at) as socket:
        address = f"postgresql+psycopg://postgres@/{{name}}?host={socket}"
        engine = create_engine(address.format(name="postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CREATE DATABASE wijkpeil"))
        engine.dispose()
        (work / "var").mkdir()
        installation = prepare(work / "var", address.format(name="wijkpeil"))
        return _run([Server(installation)], uploads, seed, [kill, kill_worker, deploy], work)


def _run(
    servers: list[Server],
    uploads: int,
    seed: int,
    mishaps: list[Mishap],
    work: Path,
    between: tuple[float, float] = (1.0, 3.0),
) -> Verdict:
    for server in servers:
        server.start()
    try:
        return Load(servers, uploads, seed, mishaps, between, most=uploads // 1_500 + 2).run(work)
    finally:
        for server in servers:
            server.kill()


Scenario = Callable[[int, int, Path], Verdict]
SCENARIOS: dict[Scenario, float] = {embedded: 0.6, two_workers: 0.3, two_processes: 0.05, release: 0.05}
"""Each run, with its share of the uploads."""
