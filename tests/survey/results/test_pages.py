import json
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from survey.collection.tables import Interview
from survey.database import transaction
from survey.studies.tables import Area, Study
from tests.survey.interviews import hold

HERE = "/onderzoek/proef"
PAGES = ["/onderzoek", HERE, f"{HERE}/ladder", f"{HERE}/cijfers"]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_shows_a_study_without_interviews(client: FlaskClient, study: Study, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 200
    assert "Proef" in page.text
    if address != "/onderzoek":
        assert "nog geen interviews die meetellen" in page.text


@pytest.mark.usefixtures("held")
def test_the_list_says_how_much_came_in_and_from_where(client: FlaskClient) -> None:
    page = client.get("/onderzoek").text
    for part in (
        "Interviews die meetellen",
        ">54<",
        "Panel",
        ">50<",
        "Straatinterviews",
        ">4<",
        "2 november 2026",
    ):
        assert part in page


@pytest.mark.usefixtures("held")
def test_the_overview_says_what_waits_for_a_person_and_where_to_decide(
    client: FlaskClient, engine: Engine
) -> None:
    hold(engine, 2, knows_vet="perhaps")
    for address in PAGES[1:]:
        page = client.get(address).text
        assert "2 interviews tellen niet mee" in page
        assert f"{HERE}/controle" in page


@pytest.mark.usefixtures("held")
def test_small_groups_are_muted_and_it_is_said_in_words(client: FlaskClient) -> None:
    page = client.get(f"{HERE}/cijfers?meting=awareness.aided:vet&per=area").text
    assert (
        page.count("minder dan 30: alleen een aanwijzing") == 3
    )  # zuid, and the street in total and in noord
    assert "wr-muted" in page
    assert "Panelleden hebben zich zelf aangemeld" in page
    assert "Straatinterviews zijn geen aselecte steekproef" in page
    assert "Korn en Graubard: de exacte marge" in page


@pytest.mark.usefixtures("held")
def test_the_question_and_what_counts_as_yes_stand_above_the_figures(client: FlaskClient) -> None:
    page = client.get(f"{HERE}/cijfers").text
    assert "Kent u het Voor Elkaar Team?" in page
    assert "Telt als nee" in page
    assert "Nee; Weet ik niet" in page


@pytest.mark.usefixtures("held")
def test_another_interval_can_be_chosen_and_table_and_file_say_which(client: FlaskClient) -> None:
    page = client.get(f"{HERE}/cijfers?herkomst=panel&marge=wilson").text
    assert '<option value="wilson" selected>Wilson</option>' in page
    assert "Wilson: de scoremarge" in page
    assert "cijfers.csv?meting=awareness.aided:vet&amp;per=area&amp;herkomst=panel" in page
    rows = json.loads(client.get(f"{HERE}/cijfers.json?herkomst=panel&marge=wilson").data)["rows"]
    assert {row["method"] for row in rows} == {"wilson"}
    default = json.loads(client.get(f"{HERE}/cijfers.json?herkomst=panel").data)["rows"]
    assert {row["method"] for row in default} == {"korn_graubard"}


@pytest.mark.usefixtures("held")
def test_the_map_letters_a_tile_and_leaves_a_small_one_without_class(client: FlaskClient) -> None:
    page = client.get(f"{HERE}/cijfers?herkomst=panel").text
    assert "<td>D</td>" in page
    assert "te weinig" in page
    drawn = client.get(f"{HERE}/kaart.svg?herkomst=panel")
    assert drawn.content_type == "image/svg+xml"
    assert "D 75%" in drawn.text.replace("\xa0", " ").replace("  ", " ")
    assert "n = 10 (&lt; 30)" in drawn.text


@pytest.mark.usefixtures("held")
def test_areas_without_a_place_of_their_own_have_no_map(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    with transaction(engine) as session:
        session.add(Area(study_id=study.id or 0, code="west", name="West", row=0, col=0, position=2))
    page = client.get(f"{HERE}/cijfers").text
    assert "Kaart in tegels" not in page
    assert "Geen antwoorden uit: West" in page
    assert client.get(f"{HERE}/kaart.svg").status_code == 404


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize(
    "query", ["?meting=geluk", "?per=kleur", "?herkomst=markt", "?golf=9", "?marge=raden"]
)
def test_a_wrong_choice_gets_an_answer_and_no_figures_of_another_choice_as_file(
    client: FlaskClient, query: str
) -> None:
    page = client.get(f"{HERE}/cijfers{query}")
    assert page.status_code == 400
    assert 'role="alert"' in page.text
    assert client.get(f"{HERE}/cijfers.csv{query}").status_code == 400
    assert client.get(f"{HERE}/cijfers.svg{query}").status_code == 400


@pytest.mark.usefixtures("held")
def test_what_came_in_can_be_had_as_a_file(client: FlaskClient) -> None:
    whole = json.loads(client.get(f"{HERE}/respons.json").data)
    assert (whole["interviews"], whole["flagged"], whole["conflicts"]) == (54, 0, 0)
    by_day = [row for row in whole["rows"] if row["by"] == "day"]
    assert [(row["value"], row["origin"], row["interviews"]) for row in by_day] == [
        ("2026-11-02", "panel", 50),
        ("2026-11-02", "street", 4),
    ]
    assert client.get(f"{HERE}/respons.csv").text.startswith("study,synthetic,by,value")


@pytest.fixture
def broken_off(engine: Engine, held: None) -> None:
    """Two panel members and a passer-by who did not reach the end."""
    ids = [*hold(engine, 2, knows_vet="yes"), *hold(engine, 1, origin="street", knows_vet="yes")]
    with transaction(engine) as session:
        for one, outcome in zip(ids, ("interrupted", "interrupted", "language"), strict=True):
            session.get_one(Interview, one).outcome = outcome


@pytest.mark.usefixtures("broken_off")
def test_how_the_conversations_ended_is_told_per_origin_and_only_complete_ones_count(
    client: FlaskClient,
) -> None:
    page = re.sub(r"\s+", " ", client.get(HERE).text)
    assert "<dt>Niet afgemaakt</dt><dd>3</dd>" in page
    assert '<th scope="row">Onderbroken</th><td class="wr-right">2</td><td class="wr-right">0</td>' in page
    assert '<th scope="row">Geen gemeenschappelijke taal</th>' in page
    assert '<th scope="row">Hoort niet bij de doelgroep</th>' in page
    whole = json.loads(client.get(f"{HERE}/respons.json").data)
    assert (whole["interviews"], whole["broken_off"]) == (54, 3)
    ended = {
        (row["origin"], row["value"], row["name"]): row["interviews"]
        for row in whole["rows"]
        if row["by"] == "outcome"
    }
    assert ended == {
        ("panel", "complete", "Volledig"): 50,
        ("panel", "interrupted", "Onderbroken"): 2,
        ("street", "complete", "Volledig"): 4,
        ("street", "language", "Geen gemeenschappelijke taal"): 1,
    }
    assert "outcome,interrupted,Onderbroken,panel,2" in client.get(f"{HERE}/respons.csv").text


@pytest.mark.usefixtures("held")
def test_conversations_that_all_ended_well_need_no_table(client: FlaskClient) -> None:
    assert "Hoe de gesprekken afliepen" not in client.get(HERE).text


@pytest.mark.usefixtures("held")
def test_what_statisticians_want_to_know_comes_after_what_everybody_must_know(client: FlaskClient) -> None:
    page = client.get(f"{HERE}/cijfers").text
    origin, statisticians = page.index("Panelleden hebben zich zelf"), page.index("Voor statistici")
    assert origin < page.index("n is het aantal interviews") < statisticians
    assert statisticians < page.index("Het ontwerpeffect is vergeleken")


@pytest.mark.usefixtures("held")
def test_a_measure_is_chosen_by_name_and_subject(client: FlaskClient) -> None:
    assert ">Bekendheid, geholpen: Voor Elkaar Team</option>" in client.get(f"{HERE}/cijfers").text


def test_the_newest_study_comes_first_in_the_list(client: FlaskClient, engine: Engine, study: Study) -> None:
    with transaction(engine) as session:
        session.add(
            Study(
                organisation_id=study.organisation_id,
                slug="aanstaand",
                title="Aanstaand",
                created_at=study.created_at + timedelta(days=1),
            )
        )
    page = client.get("/onderzoek").text
    assert page.index("/onderzoek/aanstaand") < page.index("/onderzoek/proef")


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("name", ["cijfers", "kaart", "respons", "ladder"])
def test_every_chart_is_a_picture_with_its_specification_beside_it(client: FlaskClient, name: str) -> None:
    picture = client.get(f"{HERE}/{name}.svg?team=vet&herkomst=panel")
    assert picture.text.startswith("<svg")
    document = json.loads(client.get(f"{HERE}/{name}.vl.json?team=vet&herkomst=panel").data)
    assert "vega-lite" in document["$schema"]


@pytest.mark.parametrize("address", ["/onderzoek/nergens", "/onderzoek/nergens/cijfers.json"])
def test_an_unknown_study_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_synthetic_data_is_called_so_on_every_page_and_in_every_file(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    hold(engine, 2, knows_vet="yes")
    with transaction(engine) as session:
        session.get_one(Study, study.id).synthetic = True
    for address in (*PAGES, f"{HERE}/cijfers.csv", f"{HERE}/cijfers.json", f"{HERE}/ladder.csv"):
        assert "ynthetische gegevens" in client.get(address).text
