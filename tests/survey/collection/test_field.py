"""The shell of the tablet and the program that it loads."""

import gzip
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from questionnaires import library
from survey.database import transaction
from survey.studies.publish import AreaSpec, publish
from tests.survey.conftest import SignIn

# What is read here does not differ between databases: one kind is enough.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WEIGHT = 170 * 1024
PAGE = "/veld/straat"


@pytest.fixture
def street(engine: Engine) -> None:
    with transaction(engine) as session:
        source = library.load("straat-bekendheid")
        publish(
            session,
            "straat",
            source,
            areas=[AreaSpec("noord", "Noord")],
            default_origin="street",
            synthetic=True,
        )


def _addresses(html: str) -> list[str]:
    return re.findall(r'(?:href|src)="(/(?:veld/programma|static)/[^"]+)"', html)


def test_the_shell_holds_no_script_and_no_style_of_its_own(client: FlaskClient, street: None) -> None:
    answer = client.get(PAGE)

    assert answer.status_code == 200
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", answer.text)
    nonces = set(re.findall(r'nonce="([^"]+)"', answer.text))
    assert len(nonces) == 1
    assert f"script-src 'nonce-{nonces.pop()}'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_made_up_data_is_called_so(client: FlaskClient, street: None) -> None:
    assert "Synthetische gegevens" in client.get(PAGE).text


def test_everything_that_the_tablet_loads_weighs_less_than_170_kilobytes(
    client: FlaskClient, street: None
) -> None:
    shell = client.get(PAGE)
    weights = {PAGE: len(gzip.compress(shell.data))}
    for address in {*_addresses(shell.text), f"{PAGE}/bundel.json"}:
        with client.get(address, headers={"Accept-Encoding": "gzip"}) as answer:
            assert answer.status_code == 200, address
            packed = answer.headers.get("Content-Encoding") == "gzip"
            weights[address] = len(answer.data) if packed else len(gzip.compress(answer.data))

    assert sum(weights.values()) <= WEIGHT, weights


def test_every_module_that_a_module_imports_is_served_under_the_same_hash(
    client: FlaskClient, street: None
) -> None:
    shell = client.get(PAGE).text
    modules = {address for address in _addresses(shell) if address.endswith(".js")}
    imports = re.compile(r'^(?:import|export)[^;]*?from "([^"]+)"', re.MULTILINE)

    for module in modules:
        text = client.get(module).text
        for target in imports.findall(text):
            folder = module.rsplit("/", 1)[0].split("/")
            for part in target.split("/"):
                folder = folder[:-1] if part == ".." else folder if part == "." else [*folder, part]
            assert "/".join(folder) in modules, f"{module} imports {target}"


def test_a_part_of_the_program_may_be_kept_for_ever(client: FlaskClient, street: None) -> None:
    module = next(address for address in _addresses(client.get(PAGE).text) if address.endswith("/app.js"))

    answer = client.get(module)

    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.mimetype == "text/javascript"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "survey/settings.py",
        "survey/collection/client/../field.py",
        "questionnaires/engine/evaluate.py",
        "survey/collection/client/missing.js",
        "LICENSE",
    ],
)
def test_nothing_else_is_served_as_program(client: FlaskClient, street: None, path: str) -> None:
    module = next(address for address in _addresses(client.get(PAGE).text) if address.endswith("/app.js"))
    folder = module.removesuffix("survey/collection/client/app.js")

    assert client.get(folder + path).status_code == 404


def test_another_version_of_the_program_is_not_here(client: FlaskClient) -> None:
    address = "/veld/programma/0000000000000000/survey/collection/client/app.js"

    assert client.get(address).status_code == 404


def test_the_interviewer_reads_the_screens_in_the_own_language(client: FlaskClient, street: None) -> None:
    shell = client.get(PAGE, query_string={"taal": "en"}).text

    assert 'lang="en"' in shell
    assert 'data-house="en"' in shell


def test_who_did_not_sign_in_is_asked_to_and_comes_back_here(anonymous: FlaskClient, street: None) -> None:
    answer = anonymous.get(PAGE)

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/aanmelden?next=")


def test_who_only_reads_results_holds_no_interviews(sign_in: SignIn, street: None) -> None:
    assert sign_in("reader").get(PAGE).status_code == 403
