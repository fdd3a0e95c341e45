"""Every page of the online form for everybody: axe, narrow screens, both directions of writing, and its weight."""

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from survey.database import transaction
from survey.studies.publish import publish
from tests.journeys.conftest import AREAS, Server
from tests.journeys.respondent import answer, go_on

Open = Callable[..., Page]
Check = Callable[[Page], None]
WEIGHT = 60 * 1024
KINDS = """
questionnaire: soorten
title: {nl: Soorten, ar: أنواع}
languages: {nl: {status: reviewed}, ar: {status: concept}}
pages:
  - id: many
    questions:
      - {id: born, kind: date, text: {nl: Wanneer bent u geboren?, ar: متى ولدتم؟}, missing: [refused]}
      - {id: agree, kind: scale, text: {nl: Ik ken mijn buren., ar: أعرف جيراني.}, missing: [dont_know, refused]}
      - {id: years, kind: number, text: {nl: Hoeveel jaar woont u hier?, ar: منذ كم سنة؟}, missing: [dont_know]}
  - id: area
    questions:
      - {id: area, kind: area, text: {nl: Waar woont u?, ar: أين تسكنون؟}}
  - id: say
    questions:
      - {id: say, kind: long_text, required: false, text: {nl: Wat wilt u nog zeggen?, ar: ماذا تريدون أن تقولوا؟}}
"""


def tour(page: Page, server: Server, look: Check, taal: str = "nl") -> None:
    """Look at every kind of page: first, question of each kind, error, check, thanks, unknown, closed."""
    with transaction(server.engine) as session:
        publish(session, "soorten", KINDS, title="Soorten", areas=AREAS)
    page.goto(f"{server.url}/?taal={taal}")
    look(page)
    page.goto(f"{server.url}/s/soorten?taal={taal}")
    look(page)
    go_on(page)
    for place in ("many", "area", "say", "controle"):
        expect(page).to_have_url(f"{server.url}/s/soorten/{'' if place == 'controle' else 'vraag/'}{place}")
        look(page)
        if place in {"many", "area"}:
            go_on(page)
            expect(page.get_by_role("alert")).to_be_visible()
            look(page)
        if place != "controle":
            answer(page)
        go_on(page)
    look(page)
    page.goto(f"{server.url}/s/unknown")
    look(page)


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_page_has_a_serious_fault(server: Server, open_page: Open, axe: Check, width: int) -> None:
    tour(open_page(width=width), server, axe)


def test_no_page_in_arabic_has_a_serious_fault(server: Server, open_page: Open, axe: Check) -> None:
    tour(open_page(width=360), server, axe, "ar")


@pytest.mark.parametrize("taal", ["nl", "ar"])
def test_at_four_times_the_size_nothing_needs_scrolling_sideways(
    server: Server, open_page: Open, reflows: Check, taal: str
) -> None:
    tour(open_page(width=320, height=256), server, reflows, taal)


def test_the_street_questionnaire_online_has_no_serious_fault(
    server: Server, open_page: Open, axe: Check
) -> None:
    page = open_page(width=360)
    page.goto(f"{server.url}/s/straat")
    go_on(page)
    for _ in range(5):
        axe(page)
        answer(page)
        go_on(page)


def test_a_page_weighs_at_most_sixty_kilobytes(server: Server, open_page: Open) -> None:
    page = open_page()
    parts: dict[str, int] = {}

    def weigh(response: Response) -> None:
        parts[response.url] = len(gzip.compress(response.body()))

    page.goto(f"{server.url}/s/straat")
    page.on("requestfinished", lambda request: weigh(request.response()))
    page.goto(f"{server.url}/s/straat?taal=ar")
    page.wait_for_load_state("networkidle")
    assert len(parts) >= 4
    assert sum(parts.values()) <= WEIGHT, parts


def test_every_control_is_large_enough_to_touch(server: Server, open_page: Open) -> None:
    page = open_page(width=360)
    page.goto(f"{server.url}/s/panel")
    go_on(page)
    sizes = page.locator("main button, .wp-option__label, .wp-languages__choice, .wp-back").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect()).map(box => [box.width, box.height])"
    )
    assert len(sizes) > 6
    assert all(width >= 44 and height >= 44 for width, height in sizes), sizes
