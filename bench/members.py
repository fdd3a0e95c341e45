"""How long does it take to import 20,000 made-up members: read, checked, sealed and kept?"""

import tempfile
import time
from pathlib import Path

from openpyxl import Workbook

from survey import migrate
from survey.accounts.organisation import named
from survey.database import connect, transaction
from survey.demo.panel_members import as_csv, made_up
from survey.members.check_rows import check_rows
from survey.members.columns import NAMES, written
from survey.members.import_members import Imported, import_members
from survey.members.keyring import fresh_key, parsed
from survey.members.read_file import read_file

MEMBERS = 20_000
_AREAS = {f"wijk-{number}": f"Wijk {number}" for number in range(8)}


def run(url: str = "") -> list[tuple[str, str]]:
    """Measure; gives lines of a name and a value. `url`: another database than a fresh SQLite file."""
    members = made_up(MEMBERS, _AREAS)
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(url or f"sqlite:///{folder}/wijkpeil.sqlite")
        migrate.upgrade(engine)
        keys = parsed(fresh_key(1))

        def take(content: bytes) -> tuple[Imported, float]:
            begun = time.perf_counter()
            rows, faults = check_rows(read_file(content), _AREAS)
            assert not faults
            with transaction(engine) as session:
                done = import_members(session, named(session, None).id or 0, rows, keys, account_id=None)
            return done, time.perf_counter() - begun

        content = as_csv(members)
        first, seconds = take(content)
        again, seconds_again = take(content)
        packed, seconds_packed = take(_workbook(members, Path(folder) / "members.xlsx"))
        engine.dispose()
    assert first.new == MEMBERS
    assert again.unchanged == packed.unchanged == MEMBERS
    return [
        (f"CSV of {MEMBERS:,} new members, from bytes to commit", f"{seconds:.1f} s"),
        ("  the same file again, nothing changes", f"{seconds_again:.1f} s"),
        ("  the same members as XLSX", f"{seconds_packed:.1f} s"),
    ]


def _workbook(members: list[dict[str, str]], file: Path) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([written(column) for column in NAMES])
    for cells in members:
        sheet.append([cells[column] for column in NAMES])
    book.save(file)
    return file.read_bytes()
