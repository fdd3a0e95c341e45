"""The table of permissions: what it says, and that the page about it is the table."""

import pytest
from flask import Flask

from survey.permission_page import endpoints, page
from survey.permissions import ACTIONS, STAFF, Role, may, needs
from tests.conftest import ROOT


def test_nobody_but_who_is_named_may() -> None:
    for action, rule in ACTIONS.items():
        for role in STAFF:
            expected = role in rule.roles or Role.ANYONE in rule.roles
            assert may(action, frozenset({role})) is expected, (action, role)


def test_somebody_without_roles_may_only_what_anybody_may() -> None:
    assert {action for action in ACTIONS if may(action, frozenset())} == {
        action for action, rule in ACTIONS.items() if Role.ANYONE in rule.roles
    }


def test_several_roles_give_what_each_gives() -> None:
    both = frozenset({Role.ADMINISTRATOR, Role.INTERVIEWER})
    assert may("account.manage", both)
    assert may("interview.submit", both)
    assert not may("results.view", both)


def test_without_the_right_to_single_answers_figures_are_seen_and_answers_are_not() -> None:
    researcher = frozenset({Role.RESEARCHER})
    assert may("results.view", researcher, sees_single_answers=False)
    assert not may("interview.review", researcher, sees_single_answers=False)


def test_without_the_right_to_export_everything_is_seen_and_nothing_taken_away() -> None:
    researcher = frozenset({Role.RESEARCHER})
    assert may("results.view", researcher, may_export=False)
    assert not [
        name for name, rule in ACTIONS.items() if rule.export and may(name, researcher, may_export=False)
    ]


def test_an_administrator_manages_people_and_sees_no_answers() -> None:
    administrator = frozenset({Role.ADMINISTRATOR})
    assert not any(
        may(action, administrator) for action in ("results.view", "interview.review", "member.view")
    )


def test_an_unknown_action_is_a_fault_of_the_programmer() -> None:
    with pytest.raises(LookupError):
        needs("do.everything")
    with pytest.raises(KeyError):
        may("do.everything", frozenset(STAFF))


def test_the_page_about_permissions_is_the_table(app: Flask) -> None:
    written = (ROOT / "docs" / "permissions.md").read_text(encoding="utf-8")
    assert written == page(app), "run: python -m survey.permission_page docs/permissions.md"


def test_every_address_is_on_the_page(app: Flask) -> None:
    text = page(app)
    found = endpoints(app)
    assert len(found) > 30
    assert [each for each in found if f"`{each.rule}`".replace("|", "\\|") not in text] == []
