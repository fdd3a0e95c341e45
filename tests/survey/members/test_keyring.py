import base64
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.members.keyring import KEY_BYTES, KeyRefused, Keyring, fresh_key, keyring, parsed
from survey.settings import Settings

OLD, NEW = b"o" * KEY_BYTES, b"n" * KEY_BYTES


@given(st.binary(max_size=400), st.text(max_size=40))
def test_what_is_sealed_opens_again_and_is_never_the_same_twice(plain: bytes, place: str) -> None:
    keys = Keyring([(1, OLD)])
    sealed = keys.seal(plain, place)
    assert keys.open(sealed, place) == plain
    assert keys.seal(plain, place) != sealed


@given(st.binary(min_size=8, max_size=200))
def test_the_sealed_bytes_hold_nothing_of_the_plain_ones(plain: bytes) -> None:
    assert plain not in Keyring([(1, OLD)]).seal(plain, "here")


@given(st.data())
def test_any_changed_bit_is_noticed(data: st.DataObject) -> None:
    keys = Keyring([(1, OLD), (2, NEW)])
    sealed = bytearray(keys.seal(b"Testpersoon 0001", "here"))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(KeyRefused):
        keys.open(bytes(sealed), "here")


@pytest.mark.parametrize("cut", [b"", b"\x00\x00\x00\x01", b"\x00\x00\x00\x01" + b"x" * 12])
def test_bytes_that_are_cut_off_are_refused(cut: bytes) -> None:
    with pytest.raises(KeyRefused):
        Keyring([(1, OLD)]).open(cut, "here")


def test_it_does_not_open_in_another_place() -> None:
    keys = Keyring([(1, OLD)])
    with pytest.raises(KeyRefused, match="andere sleutel"):
        keys.open(keys.seal(b"a", "row/name"), "row/email")


def test_another_key_with_the_same_number_is_refused() -> None:
    with pytest.raises(KeyRefused, match="Sleutel 1 opent deze contactgegevens niet"):
        Keyring([(1, NEW)]).open(Keyring([(1, OLD)]).seal(b"a", "here"), "here")


def test_a_key_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyRefused, match=r"sleutel 1, en die staat niet .* \(daar: 2\)"):
        Keyring([(2, NEW)]).open(Keyring([(1, OLD)]).seal(b"a", "here"), "here")


def test_the_newest_key_seals_and_the_older_one_still_opens() -> None:
    both = Keyring([(2, NEW), (1, OLD)])
    assert both.open(Keyring([(1, OLD)]).seal(b"a", "here"), "here") == b"a"
    assert Keyring([(2, NEW)]).open(both.seal(b"b", "here"), "here") == b"b"


def test_digests_differ_by_key_and_the_newest_comes_first() -> None:
    both = Keyring([(2, NEW), (1, OLD)])
    assert both.indexes("x") == [Keyring([(2, NEW)]).index("x"), Keyring([(1, OLD)]).index("x")]
    assert both.index("x") == both.indexes("x")[0]
    assert both.index("x") != both.index("y")


def test_keys_are_read_newest_first_with_and_without_a_number() -> None:
    plain = base64.b64encode(OLD).decode()
    assert parsed(f" 7:{base64.urlsafe_b64encode(NEW).decode()} ,\n{plain}\n").numbers == (7, 1)


@pytest.mark.parametrize(
    "bad", ["geheim", "1:", "0:" + "A" * 43 + "=", "1:AAAA", "٣:" + "A" * 43 + "=", "A" * 42 + "!="]
)
def test_a_bad_key_is_refused_without_showing_it(bad: str) -> None:
    with pytest.raises(KeyRefused, match="Sleutel nummer 2 van WIJKPEIL_CONTACT_KEY is niet goed") as refused:
        parsed(f"{fresh_key(9)},{bad}")
    assert bad not in str(refused.value)


def test_two_keys_with_one_number_are_refused() -> None:
    with pytest.raises(KeyRefused, match="twee sleutels met nummer 3"):
        parsed(f"{fresh_key(3)},{fresh_key(3)}")


def test_a_key_of_nothing_is_refused() -> None:
    with pytest.raises(KeyRefused, match="is leeg"):
        parsed(" , ")


def test_without_a_setting_a_key_is_made_once_for_the_owner_only(tmp_path: Path) -> None:
    first = keyring(Settings(data_dir=tmp_path / "var"))
    kept = tmp_path / "var" / "contact.key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert keyring(Settings(data_dir=tmp_path / "var")).open(first.seal(b"a", "here"), "here") == b"a"


def test_the_setting_goes_before_the_file(tmp_path: Path) -> None:
    assert keyring(Settings(data_dir=tmp_path, contact_key=fresh_key(5))).numbers == (5,)
    assert not (tmp_path / "contact.key").exists()
