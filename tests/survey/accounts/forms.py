"""A visitor who fills in forms as a browser does: with the token of the page that held the form."""

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def token(client: FlaskClient, page: str = "/aanmelden") -> str:
    """The token of the forms of this visitor, from a page that holds one."""
    found = _TOKEN.search(client.get(page).text)
    assert found, f"no form on {page}"
    return found[1]


def send(client: FlaskClient, address: str, /, *, page: str | None = None, **fields: Any) -> TestResponse:
    """Send a form to an address, after looking at the page that it stands on."""
    return client.post(address, data={"csrf_token": token(client, page or address), **fields})
