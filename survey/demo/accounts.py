"""Accounts of the demo: in each municipality one for every role, with a password that was made for this computer."""

import json
import secrets
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, delete, select

from survey.accounts.passwords import hashed
from survey.accounts.secret import digest
from survey.accounts.tables import Account, ApiKey
from survey.demo.organisations import NAMES, municipality
from survey.permissions import STAFF, Role

KEPT_IN = "demo-accounts.json"
_WORDS = {
    Role.ADMINISTRATOR: ("beheerder", "Beheerder"),
    Role.RESEARCHER: ("onderzoeker", "Onderzoeker"),
    Role.SUPERVISOR: ("veldwerkleider", "Veldwerkleider"),
    Role.INTERVIEWER: ("interviewer", "Interviewer"),
    Role.READER: ("lezer", "Lezer van uitkomsten"),
}
# Two more researchers, each without one of the finer rights.
_FINER = (
    (("onderzoeker-zonder-inzage", "Onderzoeker zonder losse antwoorden"), False, True),
    (("onderzoeker-zonder-export", "Onderzoeker zonder export"), True, False),
)
_LABEL = "demo"


def accounts(session: Session, slug: str, studies: tuple[str, ...], known: dict[str, Any]) -> dict[str, Any]:
    """Make the accounts of one municipality, or give those that are there; flushes, needs an application context.

    Args:
        session: the unit of work.
        slug: the municipality.
        studies: its ready studies.
        known: e-mail address -> the account as it was given before, with its password; empty the first time.

    Returns:
        The municipality with its accounts, passwords and keys in plain text: for the person at this computer.
    """
    key = municipality(session, slug, studies)
    wanted = [(_WORDS[role], role, True, True) for role in STAFF]
    wanted += [(words, Role.RESEARCHER, sees, exports) for words, sees, exports in _FINER]
    made = []
    for (local, name), role, sees, exports in wanted:
        new = Account(
            organisation_id=key,
            email=f"{local}@{slug}.invalid",
            name=name,
            role_names=[role.value],
            sees_single_answers=sees,
            may_export=exports,
        )
        made.append(_account(session, new, known))
    return {"organisation": slug, "name": NAMES[slug], "studies": list(studies), "accounts": made}


def kept(folder: Path) -> dict[str, Any]:
    """The accounts that were given before on this computer, by e-mail address."""
    try:
        document = json.loads((folder / KEPT_IN).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return {each["email"]: each for one in document["organisations"] for each in one["accounts"]}


def write(file: Path, document: dict[str, Any]) -> None:
    """Write the accounts to a file that only this user of the computer can read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _account(session: Session, new: Account, known: dict[str, Any]) -> dict[str, Any]:
    found = session.exec(select(Account).where(col(Account.email) == new.email)).first()
    before = known.get(new.email)
    if found is None or before is None:
        before = {"password": secrets.token_urlsafe(12), "api_key": f"wp_{secrets.token_urlsafe(32)}"}
        found = found or new
        found.password = hashed(before["password"])
        session.add(found)
        session.flush()
        session.exec(delete(ApiKey).where(col(ApiKey.account_id) == found.id, col(ApiKey.label) == _LABEL))
        session.add(ApiKey(account_id=found.id or 0, key_hash=digest(before["api_key"]), label=_LABEL))
        session.flush()
    return {
        "email": found.email,
        "name": found.name,
        "roles": found.role_names,
        "sees_single_answers": found.sees_single_answers,
        "may_export": found.may_export,
        "password": before["password"],
        "api_key": before["api_key"],
    }
