"""The rules of the tree, as tests: small files, layers, declared permissions, no addresses, nothing hidden."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from survey.app import create_app
from survey.cli import wijkpeil
from survey.permissions import ACTIONS
from survey.settings import Settings
from tests.conftest import ROOT

LIMIT = 300
CODE = {".py", ".js", ".html", ".css"}
EXEMPT = ("vendor/", "migrations/versions/")
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}


def tracked() -> list[Path]:
    """The files of the project: those git knows and those it would add."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - the git of the machine
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


def source_files() -> list[Path]:
    return [p for p in tracked() if p.suffix in CODE and not any(part in p.as_posix() for part in EXEMPT)]


def test_the_tree_is_found_at_all() -> None:
    assert len(source_files()) > 50


def test_no_source_file_is_longer_than_300_lines() -> None:
    long = {
        p.relative_to(ROOT).as_posix(): n
        for p in source_files()
        if (n := len(p.read_text().splitlines())) > LIMIT
    }
    assert long == {}


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [p for p in source_files() if p.stem.lower() in VAGUE] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        p.relative_to(ROOT).as_posix()
        for p in source_files()
        if p.suffix == ".py" and "tests" not in p.relative_to(ROOT).parts and p.read_text().strip()
        and not ast.get_docstring(ast.parse(p.read_text()))
    ]  # fmt: skip
    assert silent == []


def test_no_unfinished_work_is_left_in_the_code() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError")
    here = Path(__file__)
    assert [p for p in source_files() if p != here and marks.search(p.read_text())] == []


def test_every_silenced_check_names_what_it_silences() -> None:
    vague = re.compile(r"#\s*type:\s*ignore(?!\[)|#\s*noqa(?!:)")
    here = Path(__file__)
    assert [p for p in source_files() if p != here and vague.search(p.read_text())] == []


def test_the_locked_requirements_hold_hashes_and_no_address() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        pinned = re.findall(r"^[a-zA-Z0-9][\w.\[\]-]*==", text, re.MULTILINE)
        assert pinned
        assert text.count("--hash=sha256:") >= len(pinned)
        assert "://" not in text


def test_the_layers_hold() -> None:
    checked = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.fixture
def routes(tmp_path: Path) -> dict[str, object]:
    app = create_app(Settings(data_dir=tmp_path))
    return {rule.rule: app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules()}


def test_every_route_declares_the_action_that_it_needs(routes: dict[str, object]) -> None:
    assert [rule for rule, view in routes.items() if getattr(view, "action", None) not in ACTIONS] == []


def test_every_action_in_the_table_is_used_by_a_route_or_a_command(routes: dict[str, object]) -> None:
    used = {getattr(view, "action", None) for view in routes.values()} | set(commands().values())
    assert set(ACTIONS) == used


def test_every_command_declares_the_action_that_it_needs() -> None:
    assert {name: action for name, action in commands().items() if action not in ACTIONS} == {}


def commands() -> dict[str, str | None]:
    """Every command that does something, with its action."""
    found: dict[str, str | None] = {}
    waiting: list[tuple[str, click.Command]] = [("wijkpeil", wijkpeil)]
    while waiting:
        name, command = waiting.pop()
        if isinstance(command, click.Group):
            context = click.Context(command)
            for each in command.list_commands(context):
                inner = command.get_command(context, each)
                assert inner is not None
                waiting.append((f"{name} {each}", inner))
        else:
            found[name] = getattr(command, "action", None)
    return found


def test_the_addresses_that_outsiders_rely_on_are_there(routes: dict[str, object]) -> None:
    promised = {
        "/", "/healthz", "/readyz", "/api/v1/openapi.json", "/api/v1/studies/<slug>", "/api/v1/studies/<slug>/counts",
        "/s/<slug>", "/veld/<slug>", "/onderzoek", "/onderzoek/<slug>",
    }  # fmt: skip
    assert promised - {re.sub(r"<\w+:", "<", rule).rstrip("/") or "/" for rule in routes} == set()


def test_templates_hold_no_inline_script_or_style() -> None:
    inline = re.compile(
        r"<script(?![^>]*\b(src|type=\"application/json\"))[^>]*>|<style|\sstyle=|\son[a-z]+=\"|javascript:",
        re.IGNORECASE,
    )
    assert {
        p.name: m.group(0)
        for p in source_files()
        if p.suffix == ".html" and (m := inline.search(p.read_text()))
    } == {}


def test_stylesheets_of_ours_use_logical_directions() -> None:
    physical = re.compile(
        r"(?<![-\w])((margin|padding|border)-(left|right)\b|text-align:\s*(left|right)|float:\s*(left|right)|(?<!-)\b(left|right):)"
    )
    assert {
        p.name: m.group(0)
        for p in source_files()
        if p.suffix == ".css" and (m := physical.search(p.read_text()))
    } == {}


def test_every_folder_has_its_line_in_the_map() -> None:
    described = (ROOT / "docs/map.md").read_text()
    folders = {
        p.parent.relative_to(ROOT).as_posix() + "/"
        for p in source_files()
        if p.parent != ROOT
        and p.relative_to(ROOT).parts[0] in {"questionnaires", "analysis", "survey", "bench"}
    }
    assert sorted(folder for folder in folders if f"`{folder}`" not in described) == []
