"""`docs/permissions.md`: which role may do what, and at which address, made from the code itself.

Write it anew after a change with `python -m survey.permission_page docs/permissions.md`.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from survey.permissions import ACTIONS, STAFF, Role, may

_HIDDEN = {"HEAD", "OPTIONS"}
_HEAD = """# Who may do what

This page is made from `survey/permissions.py` and the routes (`python -m survey.permission_page docs/permissions.md`); a test compares it
and tries every cell, for two organisations. A person can have several roles. *Single answers* and *export* are finer rights that an account
can miss: then what is marked in that column is refused too. Whatever somebody may do is limited to the own organisation: what belongs to
another one answers as if it did not exist.

`holder`: who holds the secret in the address or typed it: an invitation, a code, a link to unsubscribe. `anyone`: nobody has to sign in.
"""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address with one method, and the action that it needs."""

    rule: str
    method: str
    name: str
    action: str


def endpoints(app: Flask) -> list[Endpoint]:
    """Every address with every method, in the order of the addresses."""
    return sorted(
        (
            Endpoint(
                rule.rule, method, rule.endpoint, getattr(app.view_functions[rule.endpoint], "action", "")
            )
            for rule in app.url_map.iter_rules()
            for method in (rule.methods or set()) - _HIDDEN
        ),
        key=lambda each: (each.rule, each.method),
    )


def page(app: Flask) -> str:
    """The whole page in Markdown."""
    return "\n".join([_HEAD, *_actions(), "", *_addresses(app), ""])


def _actions() -> Iterator[str]:
    yield "## Actions\n"
    yield "| action | " + " | ".join(Role) + " | single answers | export |"
    yield "| --- " * (len(Role) + 3) + "|"
    for name, rule in ACTIONS.items():
        marks = ["yes" if role in rule.roles else "" for role in Role]
        yield _row(name, *marks, "needed" if rule.single_answers else "", "needed" if rule.export else "")


def _addresses(app: Flask) -> Iterator[str]:
    yield "## Addresses\n"
    yield "| address | method | action | " + " | ".join(STAFF) + " | without sign-in |"
    yield "| --- " * (len(STAFF) + 4) + "|"
    for each in endpoints(app):
        roles = ACTIONS[each.action].roles
        marks = ["yes" if _may(each.action, role) else "" for role in STAFF]
        open_to = "yes" if Role.ANYONE in roles else "with the secret" if Role.HOLDER in roles else ""
        yield _row(f"`{each.rule}`".replace("|", "\\|"), each.method, each.action, *marks, open_to)


def _may(action: str, role: Role) -> bool:
    return Role.HOLDER in ACTIONS[action].roles or may(action, frozenset({role}))


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def main(arguments: list[str]) -> None:
    """Write the page to the file that is named."""
    from survey.app import create_app  # the page of the whole product, made only when it is asked for

    Path(arguments[0]).write_text(page(create_app()), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
