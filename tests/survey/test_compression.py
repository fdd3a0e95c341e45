"""Style sheets and scripts go compressed to browsers that take it; pages with answers never do."""

import gzip

from flask.testing import FlaskClient

SHEET = "/static/vendor/utrecht/components.css"
TAKES = {"Accept-Encoding": "gzip, br"}


def test_a_style_sheet_is_compressed_for_a_browser_that_takes_it(client: FlaskClient) -> None:
    with (
        client.get(SHEET, headers={"Accept-Encoding": "identity"}) as plain,
        client.get(SHEET, headers=TAKES) as small,
    ):
        assert small.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(small.data) == plain.data
        assert "Content-Encoding" not in plain.headers
        assert int(small.headers["Content-Length"]) < len(plain.data) / 5
        for answer in (plain, small):
            assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_file_that_the_browser_has_is_not_sent_again(client: FlaskClient) -> None:
    with client.get(SHEET, headers=TAKES) as first:
        etag = first.headers["ETag"]
    with client.get(SHEET, headers=TAKES | {"If-None-Match": etag}) as again:
        assert again.status_code == 304


def test_a_page_is_never_compressed(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/", headers=TAKES).headers
