"""Addresses that are put together late are the same addresses."""

from uuid import UUID

import pytest
from flask import Flask, url_for
from werkzeug.routing import BuildError, Map, Rule

from survey.addresses import LazyRule

ROUND = UUID(int=9)


def test_every_address_is_what_the_library_itself_would_make(app: Flask) -> None:
    words = {"slug": "een twee/drie", "round_id": ROUND, "q": "ü&", "page_id": "p"}
    late = Map([LazyRule(rule.rule, endpoint=rule.endpoint) for rule in app.url_map.iter_rules()]).bind(
        "a.nl"
    )
    early = Map([Rule(rule.rule, endpoint=rule.endpoint) for rule in app.url_map.iter_rules()]).bind("a.nl")
    made = 0
    for rule in app.url_map.iter_rules():
        if rule.arguments <= set(words):
            assert late.build(rule.endpoint, words) == early.build(rule.endpoint, words)
            made += 1
    assert made > 50


def test_an_address_with_too_little_is_refused(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(BuildError):
        url_for("rounds.page", slug="proef")
