"""Every address with every method, for every role and for two organisations: nobody gets in who may not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from survey.permission_page import endpoints
from survey.permissions import ACTIONS, STAFF, Role, may
from tests.survey.world import ANY, PART, WORDS, World, running

_ROLES = (*STAFF, Role.DEVICE)
MARK, OTHER = "HIER", "ELDERSMERK"
# Ends the session of the test itself, or asks for a proof that is not there: looked at elsewhere.
_LEAVES = {"accounts.sign_out"}
# Where nothing of the kind is made here: the address itself may say that it is not there.
_NOT_MADE = {"field.program", "static", "mailings.send_uncertain", "results.ladder_chart_of"}


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running(sqlite_template, tmp_path_factory.mktemp("addresses"), MARK, OTHER) as made:
        yield made


def _in(answer: TestResponse) -> bool:
    """Whether somebody got in: not refused, and not sent to the door."""
    sent_away = (answer.status_code == 303 and answer.headers["Location"].startswith("/aanmelden?")) or (
        answer.status_code == 303 and answer.headers["Location"] == "/aanmelden"
    )
    return answer.status_code not in {401, 403} and not sent_away


def _declared(visitor: str, action: str) -> bool:
    rule = ACTIONS[action]
    if rule.roles & {Role.ANYONE, Role.HOLDER}:
        return True
    if visitor == "nobody":
        return False
    role = Role.RESEARCHER if visitor.startswith("no ") else Role(visitor)
    return may(
        action,
        frozenset({role}),
        sees_single_answers=visitor != "no single answers",
        may_export=visitor != "no export",
    )


def test_no_cell_of_the_matrix_answers_otherwise_than_declared(world: World) -> None:
    wrong = []
    for endpoint in endpoints(world.app):
        if endpoint.name in _LEAVES:
            continue
        for visitor in world.visitors:
            answer = world.ask(visitor, endpoint, world.here)
            open_to_all = bool(ACTIONS[endpoint.action].roles & {Role.ANYONE, Role.HOLDER})
            got_in = answer.status_code not in {401, 403} if open_to_all else _in(answer)
            if got_in is not _declared(visitor, endpoint.action) or answer.status_code >= 500:
                wrong.append((visitor, endpoint.method, endpoint.rule, answer.status_code))
    assert not wrong, "\n".join(map(str, wrong))


def test_who_may_finds_what_is_there(world: World) -> None:
    """A matrix of pages that are not there would say nothing."""
    missing = []
    for endpoint in endpoints(world.app):
        action = ACTIONS[endpoint.action]
        role = next((role for role in _ROLES if role in action.roles), None)
        if role is None or endpoint.name in _NOT_MADE or endpoint.name.startswith("accounts."):
            continue
        answer = world.ask(role.value, endpoint, world.here)
        if answer.status_code == 404:
            missing.append((endpoint.method, endpoint.rule))
    assert not missing, "\n".join(map(str, missing))


def test_what_another_organisation_has_is_not_there_under_its_own_address_nor_inside_ours(
    world: World,
) -> None:
    wrong = []
    for endpoint in endpoints(world.app):
        action = ACTIONS[endpoint.action]
        named = set(PART.findall(ANY.sub("", endpoint.rule))) - set(WORDS) - {"language", "number", "state"}
        roles = [role for role in _ROLES if role in action.roles]
        if not named or not roles:
            continue
        tries = [world.other] if "slug" not in named else [world.other, None]
        for where in tries:
            if where is None and named == {"slug"}:
                continue
            mixed = None if where else world.here
            answer = world.ask(roles[0].value, endpoint, world.other, mixed)
            nowhere = world.ask(roles[0].value, endpoint, world.nowhere, mixed)
            if answer.status_code != nowhere.status_code or world.changed:
                wrong.append(
                    ("theirs" if where else "ours", endpoint.method, endpoint.rule, answer.status_code)
                )
    assert not wrong, "\n".join(map(str, wrong))


def test_no_page_or_file_of_one_organisation_shows_anything_of_another(world: World) -> None:
    shown = []
    for endpoint in endpoints(world.app):
        action = ACTIONS[endpoint.action]
        roles = [role for role in _ROLES if role in action.roles]
        if endpoint.method != "GET" or not roles:
            continue
        for role in roles:
            answer = world.ask(role.value, endpoint, world.here)
            if (
                OTHER.encode() in answer.data
                or b"proef-elders" in answer.data
                or OTHER.lower().encode() in answer.data
            ):
                shown.append((role.value, endpoint.rule))
    assert not shown, "\n".join(map(str, shown))
    assert MARK.encode() in world.ask("researcher", world.named("members.listed"), world.here).data


def test_a_route_whose_guard_is_taken_off_is_found_out(world: World) -> None:
    """The matrix must be able to fail: here one sibling of a guarded page asks for nothing any more."""
    endpoint = world.named("members.listed")
    view = world.app.view_functions[endpoint.name]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(view, "action", "home.view")
        assert _in(world.ask("nobody", endpoint, world.here)) is not _declared("nobody", endpoint.action)


def test_a_page_that_forgets_whose_it_is_would_be_found_out(world: World) -> None:
    """The same for organisations: here members are looked up by their identity alone."""
    endpoint = world.named("members.shown")
    assert world.ask("researcher", endpoint, world.other).status_code == 404
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("survey.members.routes.organisation", lambda: world.other.organisation.id)
        assert world.ask("researcher", endpoint, world.other).status_code == 200
