import json
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey.results.bars import day_chart
from survey.results.draw import room_for, svg, wrapped
from survey.results.present import count
from survey.results.response import Response

HERE = "/onderzoek/proef"


@pytest.mark.parametrize(("language", "decimal", "thousands"), [("nl", ",", "."), ("en", ".", ",")])
@pytest.mark.usefixtures("held")
def test_numbers_in_a_chart_are_written_as_on_the_page(
    client: FlaskClient, language: str, decimal: str, thousands: str
) -> None:
    document = json.loads(client.get(f"{HERE}/cijfers.vl.json?taal={language}").data)
    numbers = document["config"]["locale"]["number"]
    assert (numbers["decimal"], numbers["thousands"]) == (decimal, thousands)


def test_thousands_are_written_in_the_language_of_the_page(app: Flask) -> None:
    for language, told in (("nl", "2.341"), ("en", "2,341")):
        with app.test_request_context(f"/onderzoek?taal={language}"):
            assert count(2341) == told


@pytest.mark.usefixtures("held")
def test_a_chart_says_the_share_its_interval_and_its_n_beside_every_bar(client: FlaskClient) -> None:
    picture = client.get(f"{HERE}/ladder.svg?team=vet").text
    for part in ("70% ", "n = 50", "25% ", "n = 4", "Panel", "Straatinterviews"):
        assert part in picture.replace("\xa0", " ")


def test_a_long_label_is_written_on_lines_and_never_cut() -> None:
    label = "Ja, ik weet wat ze doen en ik heb er wel eens gebruik van gemaakt"
    assert wrapped(label).replace("\n", " ") == label
    assert max(map(len, wrapped(label).splitlines())) <= 34


def test_the_room_beside_a_chart_grows_with_its_longest_line() -> None:
    narrow, wide = room_for(["kort"], ["kort"]), room_for(["kort\nen een veel langere regel"], ["x" * 40])
    assert wide.left > narrow.left
    assert wide.right > narrow.right


def _held(*days: date) -> Response:
    counted = Response(origins=("street",), waves=(), areas=())
    counted.by_day.update({(day, "street"): 3 for day in days})
    return counted


def test_months_without_fieldwork_are_left_out_of_the_chart(app: Flask) -> None:
    first, second = date(2025, 3, 3), date(2026, 3, 2)
    counted = _held(*(start + timedelta(days=at) for start in (first, second) for at in range(0, 40, 5)))
    assert [(days[0], len(days)) for days in counted.stretches] == [(first, 8), (second, 8)]
    with app.test_request_context():
        picture = svg(day_chart(counted))
    assert "3 maart 2025" in picture
    assert "2 maart 2026" in picture
    assert "01-10" not in picture


def test_every_day_of_a_short_stretch_has_its_name(app: Flask) -> None:
    with app.test_request_context():
        picture = svg(day_chart(_held(date(2025, 4, 7), date(2025, 4, 9))))
    assert all(f">{name}<" in picture for name in ("07-04", "08-04", "09-04"))
