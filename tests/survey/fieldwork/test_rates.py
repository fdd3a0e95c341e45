"""The rates of approaches, by AAPOR's definitions worked out by hand, with n and interval or not at all."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.database import reading, transaction
from survey.fieldwork.rates import DISPOSITIONS, LEAST, RATES, document, group, rates
from survey.fieldwork.tables import OUTCOMES, Contact

_COUNTED = {
    "interview": 30, "partial": 4, "refusal": 40, "no_time": 20, "language": 6,
    "not_resident": 9, "under_age": 3, "asked_before": 5,
}  # fmt: skip


def test_the_rates_are_aapors_fractions_of_what_was_counted():
    found = group("", _COUNTED)
    assert (found.approaches, found.eligible) == (117, 100)
    expected = {
        "RR1": 30 / 100,
        "RR2": 34 / 100,
        "COOP1": 30 / 100,
        "COOP3": 30 / 94,
        "REF1": 60 / 100,
        "CON1": 1,
    }
    assert {name: rate.share for name, rate in found.rates.items()} == pytest.approx(expected)
    assert {rate.n for rate in found.rates.values()} == {100, 94}
    assert found.rates["RR1"].low == pytest.approx(0.2189, abs=0.0001)  # Wilson, 30 of 100
    assert found.rates["RR1"].high == pytest.approx(0.3958, abs=0.0001)


def test_of_too_few_approaches_no_rate_is_given():
    few = group("", {"interview": 5, "refusal": LEAST - 6, "not_resident": 50})
    assert few.rates == dict.fromkeys(RATES)
    assert few.outcomes["interview"] == 5
    # Enough for one rate is not enough for all: a language barrier is not in COOP3.
    some = group("", {"interview": 5, "refusal": LEAST - 6, "language": 1})
    assert some.rates["RR1"] is not None
    assert some.rates["COOP3"] is None


@given(st.fixed_dictionaries({name: st.integers(0, 60) for name in OUTCOMES}))
def test_every_rate_lies_within_its_interval_and_every_approach_counts_once(counted):
    found = group("", counted)
    assert found.approaches == sum(counted.values())
    assert found.eligible == sum(count for name, count in counted.items() if DISPOSITIONS[name] != "NE")
    for rate in found.rates.values():
        if rate is not None:
            assert 0 <= rate.low <= rate.share + 1e-12
            assert rate.share - 1e-12 <= rate.high <= 1
            assert rate.n >= LEAST


@pytest.fixture
def contacts(engine, study):
    """Approaches on one day in winter and one in summer, by two interviewers in two areas."""
    with transaction(engine) as session:
        for moment, interviewer, area, outcome in [
            (datetime(2026, 1, 5, 9, 30, tzinfo=UTC), "1", "noord", "interview"),
            (datetime(2026, 1, 5, 9, 59, tzinfo=UTC), "2", "noord", "refusal"),
            (datetime(2026, 7, 5, 8, 30, tzinfo=UTC), "1", "", "language"),
        ]:
            session.add(
                Contact(
                    id=uuid4(),
                    study_id=study.id,
                    at=moment,
                    interviewer=interviewer,
                    area=area,
                    outcome=outcome,
                )
            )


def test_approaches_are_told_by_area_interviewer_and_hour_in_the_netherlands(engine, study, contacts):
    with reading(engine) as session:
        found = rates(session, study)
        summer = rates(
            session, study, since=datetime(2026, 7, 1, tzinfo=UTC), until=datetime(2026, 8, 1, tzinfo=UTC)
        )
    assert found.total.approaches == 3
    assert [(each.code, each.approaches) for each in found.by_area] == [("", 1), ("noord", 2)]
    assert [(each.code, each.approaches) for each in found.by_interviewer] == [("1", 2), ("2", 1)]
    assert [(each.code, each.approaches) for each in found.by_hour] == [("10", 3)]
    assert summer.total.outcomes["language"] == summer.total.approaches == 1


def test_the_document_names_its_definitions_and_every_rate(engine, study, contacts):
    with reading(engine) as session:
        told = document(rates(session, study))
    assert "AAPOR (2023)" in told["definitions"]
    assert told["total"]["rates"].keys() == set(RATES)
    assert told["by_area"][1]["code"] == "noord"
