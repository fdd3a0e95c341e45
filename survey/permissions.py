"""Who may do what: every action, and the roles that may do it. Each route and each command names its action.

`docs/permissions.md` is made from this table, and a test tries every cell of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

_View = TypeVar("_View", bound=Callable[..., object])


class Role(StrEnum):
    """What somebody is here. Staff have one or more of the first five; the others need no account."""

    ADMINISTRATOR = "administrator"
    RESEARCHER = "researcher"
    SUPERVISOR = "supervisor"
    INTERVIEWER = "interviewer"
    READER = "reader"
    DEVICE = "device"  # a tablet of the fieldwork, by its own token
    ANYONE = "anyone"  # nobody has to sign in
    HOLDER = "holder"  # who holds the secret that the address or the form carries: an invitation, a code
    OPERATOR = "operator"  # who has the command line of the server


STAFF = (Role.ADMINISTRATOR, Role.RESEARCHER, Role.SUPERVISOR, Role.INTERVIEWER, Role.READER)

_ADMIN, _RESEARCH, _SUPER, _FIELD, _READ = STAFF


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done.

    Attributes:
        roles: who may.
        single_answers: it shows answers of one person, so an account without that right may not.
        export: it takes data away in a file, so an account without that right may not.
    """

    roles: frozenset[Role]
    single_answers: bool = False
    export: bool = False


def _by(*roles: Role, single_answers: bool = False, export: bool = False) -> Action:
    return Action(frozenset(roles), single_answers, export)


_OPEN = _by(Role.ANYONE)
_COMMAND = _by(Role.OPERATOR)
_ANY_STAFF = _by(*STAFF)

ACTIONS: dict[str, Action] = {
    # Pages and documents that say nothing about anybody.
    "health.read": _OPEN,
    "static.read": _OPEN,
    "api.describe": _OPEN,
    "home.view": _OPEN,
    # One's own account.
    "account.sign_in": _OPEN,
    "account.own": _ANY_STAFF,
    # The people who work here.
    "account.manage": _by(_ADMIN),
    "organisation.manage": _by(_ADMIN),
    # Studies.
    "study.describe": _ANY_STAFF,
    "study.manage": _by(_RESEARCH),
    "study.export": _by(_RESEARCH, export=True),
    "study.counts": _by(_RESEARCH, _SUPER, _READ),
    # Collecting.
    "study.fill_in": _OPEN,
    "interview.submit": _by(_RESEARCH, _SUPER, _FIELD, Role.DEVICE),
    "interview.receipt": _by(_RESEARCH, _SUPER, _FIELD, Role.DEVICE),
    "interview.review": _by(_RESEARCH, single_answers=True),
    "location.manage": _by(_RESEARCH, _SUPER),
    # Fieldwork: devices, quotas, contacts, and following it all.
    "field.open": _OPEN,  # the program of the tablet: it holds nothing about anybody
    "device.enrol": _by(Role.HOLDER),  # with a code that works once
    "device.enrol_own": _by(_RESEARCH, _SUPER, _FIELD),
    "device.own": _by(Role.DEVICE),
    "device.manage": _by(_RESEARCH, _SUPER),
    "contact.submit": _by(Role.DEVICE),
    "fieldwork.set_up": _by(_RESEARCH),
    "fieldwork.follow": _by(_RESEARCH, _SUPER),
    "fieldwork.review": _by(_RESEARCH, _SUPER, single_answers=True),
    "fieldwork.import": _by(_RESEARCH, _SUPER),
    "fieldwork.export": _by(_RESEARCH, _SUPER, export=True),
    # Results.
    "results.view": _by(_RESEARCH, _READ),
    "results.export": _by(_RESEARCH, _READ, export=True),
    # The panel: contact data.
    "member.view": _by(_RESEARCH),
    "member.manage": _by(_RESEARCH),
    "member.export": _by(_RESEARCH, export=True),
    "member.own": _by(Role.HOLDER),
    # The panel: asking.
    "round.view": _by(_RESEARCH, _SUPER),
    "round.manage": _by(_RESEARCH),
    "round.export": _by(_RESEARCH, export=True),
    "invitation.answer": _by(Role.HOLDER),
    # Long work.
    "job.view": _by(_ADMIN, _RESEARCH, _SUPER),
    "job.manage": _by(_ADMIN, _RESEARCH),
    # The command line.
    "command.serve": _COMMAND,
    "command.database": _COMMAND,
    "command.accounts": _COMMAND,
    "command.studies": _COMMAND,
    "command.responses": _COMMAND,
    "command.results": _COMMAND,
    "command.panel": _COMMAND,
    "command.jobs": _COMMAND,
    "command.fieldwork": _COMMAND,
    "command.demo": _COMMAND,
    "command.analyse": _by(Role.ANYONE),
}


def may(
    action: str, roles: frozenset[Role], *, sees_single_answers: bool = True, may_export: bool = True
) -> bool:
    """Whether somebody with these roles and finer rights may do this; raises KeyError for an unknown action."""
    rule = ACTIONS[action]
    if not rule.roles & (roles | {Role.ANYONE}):
        return False
    return (sees_single_answers or not rule.single_answers) and (may_export or not rule.export)


def needs(action: str) -> Callable[[_View], _View]:
    """Declare on a view or command which action it needs; an unknown action is a programming error."""
    if action not in ACTIONS:
        raise LookupError(f"unknown action {action!r}: add it to ACTIONS")

    def declare(view: _View) -> _View:
        view.action = action  # type: ignore[attr-defined]
        return view

    return declare
