"""A real OpenID Connect provider (Canaille), in a process of its own, with made-up people, for the tests.

Run as a program it serves until it is stopped, and prints one line when it is ready.
"""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CLIENT, SECRET, PASSWORD = "wijkpeil", "een geheim voor de proef", "vier losse woorden"
_ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Provider:
    """A running provider: what it calls itself."""

    issuer: str


@contextmanager
def running(client_url: str, people: dict[str, str]) -> Iterator[Provider]:
    """A provider that knows our application at `client_url`, and these people: name to sign in with, mail address."""
    port = free_port()
    arguments = json.dumps({"port": port, "client_url": client_url, "people": people})
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.openid_provider", arguments],
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready", "the provider did not start"
        yield Provider(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(port: int, client_url: str, people: dict[str, str]) -> None:
    from canaille import create_app
    from canaille.app import models
    from canaille.backends import Backend
    from joserfc.jwk import RSAKey
    from werkzeug.serving import make_server

    configuration: dict[str, Any] = {
        "SECRET_KEY": "made up for the provider of the tests",
        "SERVER_NAME": f"127.0.0.1:{port}",
        "PREFERRED_URL_SCHEME": "http",
        "CANAILLE": {"DATABASE": "memory", "SMTP": None},
        "CANAILLE_OIDC": {"ACTIVE_JWKS": [RSAKey.generate_key(2048).as_dict(private=True)]},
    }
    app = create_app(configuration)
    app.config["CANAILLE_OIDC"]["USERINFO_MAPPING"]["EMAIL_VERIFIED"] = "true"
    with app.app_context():
        for name, email in people.items():
            person = models.User(
                user_name=name,
                formatted_name=name.title(),
                family_name=name.title(),
                emails=[email],
                password=PASSWORD,
            )
            Backend.instance.save(person)
        client = models.Client(
            client_id=CLIENT,
            client_secret=SECRET,
            client_name="Wijkpeil",
            client_uri=client_url,
            redirect_uris=[f"{client_url}/aanmelden/organisatie/terug"],
            post_logout_redirect_uris=[f"{client_url}/aanmelden"],
            grant_types=["authorization_code"],
            response_types=["code"],
            scope=["openid", "profile", "email"],
            token_endpoint_auth_method="client_secret_basic",
        )
        Backend.instance.save(client)
    listening = make_server("127.0.0.1", port, app, threaded=True)
    print("ready", flush=True)  # noqa: T201 (this is how the test knows)
    listening.serve_forever()


if __name__ == "__main__":
    _serve(**json.loads(sys.argv[1]))
