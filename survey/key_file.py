"""A secret that this installation made itself: once, in the data folder, readable for its owner only."""

import secrets
from collections.abc import Callable
from pathlib import Path


def kept(file: Path, make: Callable[[], str]) -> str:
    """What stands in `file`; what `make` gives when there is none yet. Processes that start at once agree on one.

    Raises:
        OSError: the folder can not be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        fresh = file.with_name(f"{file.stem}.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(make(), encoding="ascii")
        try:
            file.hardlink_to(fresh)  # the first process wins, the others read what it wrote
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_text(encoding="ascii").strip()
