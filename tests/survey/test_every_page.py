"""What holds for every page: looking changes nothing, and no name that somebody typed becomes part of the page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask_wtf.csrf import CSRFError, CSRFProtect

from survey.permission_page import Endpoint, endpoints
from survey.permissions import ACTIONS, STAFF, Role
from tests.survey.world import World, running

HOSTILE = "<script>alert(1)</script>\"'onx=1"
# The visit to an invitation may be noted; decision 0017 says how.
_MAY_NOTE = {"invited.landing"}


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running(sqlite_template, tmp_path_factory.mktemp("pages"), HOSTILE, "elders") as made:
        yield made


def _who(endpoint: Endpoint) -> str | None:
    roles = ACTIONS[endpoint.action].roles
    return next(
        (role.value for role in STAFF if role in roles),
        "nobody" if roles & {Role.ANYONE, Role.HOLDER} else None,
    )


def test_looking_at_a_page_changes_nothing(world: World) -> None:
    changed = []
    for endpoint in endpoints(world.app):
        visitor = _who(endpoint)
        if endpoint.method != "GET" or visitor is None or endpoint.name in _MAY_NOTE:
            continue
        world.ask(visitor, endpoint, world.here)
        if world.rows() != world.kept:
            changed.append(endpoint.rule)
    assert not changed, "\n".join(changed)


def test_no_name_that_somebody_typed_becomes_part_of_a_page(world: World) -> None:
    raw, seen = [], 0
    for endpoint in endpoints(world.app):
        visitor = _who(endpoint)
        if endpoint.method != "GET" or visitor is None:
            continue
        answer = world.ask(visitor, endpoint, world.here)
        if "html" in (answer.content_type or "") or "svg" in (answer.content_type or ""):
            seen += "&lt;script&gt;alert(1)" in answer.text
            if "<script>alert" in answer.text or "\"'onx" in answer.text:
                raw.append(endpoint.rule)
    assert not raw, "\n".join(raw)
    assert seen > 10  # the hostile names are on the pages, as text


def test_a_page_that_trusts_a_name_would_be_found_out(world: World) -> None:
    environment = world.app.jinja_env
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(environment, "autoescape", False)
        patch.setattr(environment, "bytecode_cache", None)  # what others compiled does escape
        environment.cache.clear()
        answer = world.ask("researcher", world.named("results.studies"), world.here)
        assert "<script>alert" in answer.text
    environment.cache.clear()


def test_no_form_is_taken_without_the_token_of_our_own_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RFC 8058's unsubscribing in one click is the one exception: its proof is the secret in the address."""

    def refuse(_self: CSRFProtect) -> None:
        raise CSRFError("no token")

    monkeypatch.setattr(CSRFProtect, "protect", refuse)
    taken = []
    for endpoint in endpoints(world.app):
        visitor = _who(endpoint)
        if endpoint.method == "GET" or visitor is None or endpoint.rule.startswith("/api/"):
            continue
        answer = world.ask(visitor, endpoint, world.here)
        if answer.status_code != 400 or world.changed:
            taken.append(endpoint.name)
    assert taken == ["own_data.unsubscribe_now"]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_json_that_another_site_can_send_as_a_form_is_not_taken(world: World, kind: str) -> None:
    client = world.visitors["interviewer"]
    identity = "00000000-0000-4000-8000-000000000001"
    answer = client.put(f"/api/v1/interviews/{identity}", data=b"{}", headers={"Content-Type": kind})
    assert answer.status_code == 415
    assert world.rows() == world.kept
