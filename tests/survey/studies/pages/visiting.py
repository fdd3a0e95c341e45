"""A researcher before the pages of the set-up: what a browser would send."""

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

SETUP = "/onderzoek/proef/inrichten"


def hidden(page: str, name: str) -> str:
    """The value of the first hidden field of this name."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def send(
    client: FlaskClient, address: str, form: dict[str, Any], *, shown: str = "", revision: str | None = None
) -> TestResponse:
    """Send a form that was shown on the page at `shown` (the address itself when none is given)."""
    page = client.get(shown or address).text
    carried = {"csrf_token": hidden(page, "csrf_token")}
    if 'name="revision"' in page:
        carried["revision"] = revision if revision is not None else hidden(page, "revision")
    return client.post(address, data=carried | form, content_type="multipart/form-data")
