"""JSON that can be read in one way only; what is quick to read is read as slowly as everything else."""

import json
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from survey.collection import strict
from survey.collection.strict import parse
from survey.problems import Problem

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)
_COMPACT = {"separators": (",", ":"), "ensure_ascii": False}
_WRITTEN = st.builds(
    lambda value, how: json.dumps(value, **how).encode(errors="surrogatepass"),
    _VALUES,
    st.sampled_from([_COMPACT, {}, {"ensure_ascii": False}, {"separators": (",", ":")}]),
)


def _read(body: bytes) -> str:
    """What it is read as, with the kind of each number; or that it is refused."""
    try:
        return repr(parse(body))
    except Problem as refused:
        return refused.code


@given(_WRITTEN | st.binary(max_size=20))
@example(b'{"a":1,"a":2}')
@example(b'{"a":{"b":1,"b":1}}')
@example(b"[9007199254740993]")
@example(b"[-9007199254740993]")
@example(b"[1e400]")
@example(b"[-0]")
@example(b"[1.0,1e5,-0.0]")
@example(b'["\\ud800"]')
@example(b'["\xed\xa0\x80"]')
@example(b'["\xff"]')
@example(b'["\\u0000"]')
@example(b"[" * 17 + b"]" * 17)
@example(b"[" * 100_000)
@example(b"NaN")
@example(b"null")
def test_what_is_read_quickly_is_read_as_it_is_slowly(body: bytes) -> None:
    quick = _read(body)
    with patch.object(strict, "_as_written", return_value=None):
        assert quick == _read(body)


def test_what_a_tablet_writes_is_read_quickly() -> None:
    written: dict[str, Any] = {
        "study": "straat",
        "answers": {"naam": 'Ayşe "A"\n', "n": [1, 2.5, None, True]},
    }
    body = json.dumps(written, separators=(",", ":"), ensure_ascii=False).encode()
    with patch.object(strict.json, "loads", side_effect=AssertionError("read slowly")):
        assert parse(body) == written


@pytest.mark.parametrize("body", [b'{"a":1,"a":1}', b"[1e999]", b"NaN", b"\xff", b'"\\ud800"', b""])
def test_what_can_be_read_in_two_ways_or_not_at_all_is_refused(body: bytes) -> None:
    with pytest.raises(Problem) as refused:
        parse(body)
    assert refused.value.code == "not_json"
