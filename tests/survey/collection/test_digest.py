"""The digest that travels with the body."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from survey.collection import digest
from survey.problems import Problem
from tests.survey.samples import content_digest

APP = Flask(__name__)


@given(st.binary(max_size=200))
def test_the_digest_of_the_body_itself_is_accepted(body: bytes) -> None:
    digest.check(content_digest(body), body)
    digest.check(f"md5=:abcd:, {content_digest(body)} , x=1", body)


@given(st.binary(min_size=1, max_size=50), st.data())
def test_one_other_bit_is_always_seen(body: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(body) * 8 - 1))
    other = bytearray(body)
    other[place // 8] ^= 1 << (place % 8)
    with pytest.raises(Problem) as refused:
        digest.check(content_digest(body), bytes(other))
    assert refused.value.code == "digest_mismatch"


@given(st.text(max_size=100))
def test_whatever_the_header_holds_the_answer_is_a_problem(header: str) -> None:
    with pytest.raises(Problem) as refused:
        digest.check(header, b"body")
    assert refused.value.status == 400
