"""Channels: the mix, and the gap between the wanted and the used, from the same people."""

import pyarrow as pa
import pytest

from analysis.compare.adjust import adjust
from analysis.design import Design
from analysis.errors import MethodError
from analysis.reach import channel_gap, channel_mix

HEARD, WANTED = "m:channel.heard:", "m:channel.prefers:"


def channels() -> pa.Table:
    """Forty people: the GP is wanted much more than used, the leaflet is used more, the phone was only wanted."""
    return pa.table(
        {
            HEARD + "gp": pa.array([1.0] * 4 + [0.0] * 26 + [None] * 10),
            HEARD + "leaflet": pa.array([0.0] * 10 + [1.0] * 20 + [None] * 10),
            WANTED + "gp": [1.0] * 28 + [0.0] * 12,
            WANTED + "leaflet": [0.0] * 25 + [1.0] * 15,
            WANTED + "phone": [1.0] * 5 + [0.0] * 35,
            "group": ["jong", "oud"] * 20,
        }
    )


def test_the_mix_names_the_most_used_channel_first_with_its_own_base():
    assert [(one.entity, one.n, one.estimate) for one in channel_mix(channels(), Design())] == [
        ("leaflet", 30, pytest.approx(2 / 3)),
        ("gp", 30, pytest.approx(4 / 30)),
    ]
    wanted = channel_mix(channels(), Design(), "channel.prefers", by="group")
    assert [one.by["group"] for one in wanted] == ["jong"] * 3 + ["oud"] * 3
    assert [one.entity for one in wanted[:3]] == ["gp", "leaflet", "phone"]


def test_the_gap_is_the_wanted_less_the_used_with_what_they_have_in_common():
    gp, leaflet = channel_gap(channels(), Design(), names={"gp": "de huisarts"})
    assert (gp.channel, gp.name, gp.n) == ("gp", "de huisarts", 30)
    assert gp.difference.difference == pytest.approx(0.7 - 4 / 30)
    # By hand: scores (x - mean) / n of both shares, zero for who was not asked.
    wanted = [(x - 0.7) / 40 for x in [1.0] * 28 + [0.0] * 12]
    used = [(x - 4 / 30) / 30 for x in [1.0] * 4 + [0.0] * 26] + [0.0] * 10
    scores = [a - b for a, b in zip(wanted, used, strict=True)]
    assert gp.difference.se**2 == pytest.approx(sum(score**2 for score in scores) * 40 / 39)
    assert leaflet.difference.difference < 0
    assert {"multiple_answers", "bases_differ"} <= set(gp.caveats)
    assert str(gp.sentence).startswith(
        "de huisarts (liefst): 70% (n = 40). de huisarts (gehoord): 13% (n = 30)."
    )


def test_p_values_are_corrected_for_the_channels_of_a_domain():
    for found in (channel_gap(channels(), Design()), channel_gap(channels(), Design(), correction="bh")):
        p = [gap.difference.p for gap in found]
        correction = found[0].difference.correction
        assert [gap.difference.p_adjusted for gap in found] == pytest.approx(adjust(p, correction))
        assert found[0].difference.family == 2


def test_a_channel_that_nobody_was_asked_has_no_gap_and_does_not_count_as_a_test():
    table = channels().set_column(0, HEARD + "gp", pa.array([None] * 40, pa.float64()))
    gp, leaflet = channel_gap(table, Design())
    assert gp.difference is None
    assert str(gp.sentence) == "Over het kanaal “gp” zijn er te weinig antwoorden om te vergelijken."
    assert leaflet.difference.family == 1


def test_domains_have_their_own_gaps():
    found = channel_gap(channels(), Design(), by="group")
    assert [(one.channel, one.by["group"]) for one in found] == [
        ("gp", "jong"),
        ("gp", "oud"),
        ("leaflet", "jong"),
        ("leaflet", "oud"),
    ]


def test_swapping_the_questions_turns_every_gap_round():
    table = channels()
    swapped = table.rename_columns(
        [
            name.replace("heard", "x").replace("prefers", "heard").replace("x", "prefers")
            for name in table.column_names
        ]
    )
    for one, other in zip(channel_gap(table, Design()), channel_gap(swapped, Design()), strict=True):
        assert other.difference.difference == pytest.approx(-one.difference.difference)
        assert other.difference.se == pytest.approx(one.difference.se)


def test_a_table_without_channels_has_neither_mix_nor_gap():
    table = pa.table({"m:awareness.aided:vet": [1.0, 0.0]})
    assert channel_mix(table, Design()) == []
    assert channel_gap(table, Design()) == []


def test_a_correction_that_does_not_exist_is_refused():
    with pytest.raises(MethodError, match="holm"):
        channel_gap(channels(), Design(), correction="sidak")
