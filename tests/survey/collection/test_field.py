"""The shell of the tablet, the program that it loads, and what keeps it on a device."""

import gzip
import json
import re

import pytest
from flask.testing import FlaskClient

from survey import i18n
from survey.collection import code
from tests.survey.conftest import SignIn

# What is read here does not differ between databases: one kind is enough.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WEIGHT = 40 * 1024
SHELL = "/veld"


def _addresses(html: str) -> list[str]:
    return re.findall(r'(?:href|src)="(/veld/programma/[^"]+)"', html)


def _script(client: FlaskClient) -> str:
    return next(address for address in _addresses(client.get(SHELL).text) if address.endswith("/app.js"))


def test_the_shell_holds_no_script_and_no_style_of_its_own(anonymous: FlaskClient) -> None:
    answer = anonymous.get(SHELL)

    assert answer.status_code == 200
    data = r"<script(?![^>]*(?:\ssrc=|application/json))"
    assert not re.search(rf"<style|\sstyle=|\son[a-z]+=|{data}", answer.text)
    nonces = set(re.findall(r'nonce="([^"]+)"', answer.text))
    assert len(nonces) == 1
    assert f"script-src 'nonce-{nonces.pop()}'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_the_shell_is_the_same_for_every_study_and_for_who_did_not_sign_in(anonymous: FlaskClient) -> None:
    def plain(path: str) -> str:
        return re.sub(r'nonce="[^"]+"|href="[^"]*\?taal=..', "", anonymous.get(path).text)

    assert plain(SHELL) == plain(f"{SHELL}/straat") == plain(f"{SHELL}/nergens")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_whole_client_without_questionnaire_and_media_weighs_less_than_40_kilobytes_packed(
    client: FlaskClient, language: str
) -> None:
    weights = {SHELL: client.get(SHELL, query_string={"taal": language}), "worker": client.get("/veld/sw.js")}
    media = (".png", ".svg")
    for address in json.loads(re.findall(r"FILES = (\[.*?\])", weights["worker"].text)[0]):
        if not address.endswith(media):
            weights[address] = client.get(address)
    packed = {name: len(gzip.compress(answer.data, 9)) for name, answer in weights.items()}

    assert len(packed) == 4
    assert sum(packed.values()) < WEIGHT, packed


def test_everything_that_the_shell_loads_is_among_what_the_worker_keeps(client: FlaskClient) -> None:
    kept = json.loads(re.findall(r"FILES = (\[.*?\])", client.get("/veld/sw.js").text)[0])

    assert set(_addresses(client.get(SHELL).text)) <= set(kept)
    for address in kept:
        assert client.get(address).status_code == 200, address


def test_the_worker_may_look_after_the_whole_app_and_is_asked_for_anew_each_time(client: FlaskClient) -> None:
    answer = client.get("/veld/sw.js")

    assert answer.headers["Service-Worker-Allowed"] == "/veld"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert f'"{client.get(SHELL).headers["Wijkpeil-Client"]}' in answer.text


def test_nothing_ever_tells_a_browser_to_clear_what_a_device_holds(client: FlaskClient) -> None:
    for path in (SHELL, "/veld/sw.js", "/veld/wie.json", "/afmelden"):
        assert "Clear-Site-Data" not in client.get(path).headers


def test_the_manifest_names_icons_that_are_there(client: FlaskClient) -> None:
    manifest = json.loads(client.get("/veld/manifest.webmanifest").data)

    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/veld", "/veld", "standalone")
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).mimetype == "image/png"


def test_a_part_of_the_program_may_be_kept_for_ever(client: FlaskClient) -> None:
    answer = client.get(_script(client))

    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.mimetype == "text/javascript"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "survey/settings.py",
        "survey/collection/client/../field.py",
        "survey/collection/client/store.js",
        "survey/collection/client/missing.js",
        "LICENSE",
    ],
)
def test_nothing_else_is_served_as_program(client: FlaskClient, path: str) -> None:
    folder = _script(client).removesuffix(code.SCRIPT)

    assert client.get(folder + path).status_code == 404


def test_another_version_of_the_program_is_not_here(client: FlaskClient) -> None:
    assert client.get(f"/veld/programma/0000000000000000/{code.SCRIPT}").status_code == 404


def test_the_interviewer_reads_the_screens_in_the_own_language(client: FlaskClient) -> None:
    shell = client.get(SHELL, query_string={"taal": "en"}).text

    assert '<html lang="en"' in shell
    assert 'data-house="en"' in shell


def test_who_signed_in_and_may_is_offered_to_let_this_device_in(
    anonymous: FlaskClient, sign_in: SignIn
) -> None:
    assert anonymous.get("/veld/wie.json").get_json() == {"name": None, "may": False, "csrf": ""}
    interviewer = sign_in("interviewer").get("/veld/wie.json").get_json()
    reader = sign_in("reader").get("/veld/wie.json").get_json()

    assert interviewer["may"]
    assert interviewer["csrf"]
    assert (reader["may"], reader["csrf"]) == (False, "")
