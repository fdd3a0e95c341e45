"""The tablet for thumbs, for eyes in full sun, and for who uses a screen reader."""

from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server
from tests.journeys.personal_questionnaire import STUDY, personal
from tests.journeys.tablet import Tablet

Open = Callable[..., Page]
SMALLEST_ROW, GAP = 56, 8
SUN, LARGE, HEAVY, EDGE = 10.0, 18, 600, 2
SUNLIGHT = Path(__file__).with_name("sunlight.js").read_text(encoding="utf-8")
TARGETS = """() => {
  const all = "#tablet :is(button, summary, select, .veld-chip, [data-option], [data-missing]), .veld-header button";
  const shown = [...document.querySelectorAll(all)].filter((one) => one.checkVisibility());
  return shown.map((one) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    return { what: one.textContent.trim().slice(0, 30), bar: Boolean(one.closest(".veld-bar")), x, y, width, height };
  });
}"""


@pytest.fixture
def roles() -> tuple[str, ...]:
    return ("interviewer",)


def _screens(tablet: Tablet) -> Iterator[str]:
    """Go from screen to screen of an interview; gives the name of each while it is there."""
    page = tablet.page
    tablet.tap(".veld-details:has([name=interviewer]) > summary")
    yield "settings"
    tablet.tap("Geen tijd")
    yield "approach"
    tablet.tap('[data-seen="man 18-39"]')
    yield "noted"
    tablet.begin()
    yield "question"
    page.get_by_label("Taal van de inwoner").select_option("ar")
    yield "arabic"
    tablet.tap("Toon aan inwoner")
    yield "respondent"
    tablet.tap("Terug naar de interviewer")
    tablet.option("woman")
    expect(page.locator("[data-press=over]")).to_be_visible()
    yield "announced"
    tablet.tap("De inwoner heeft de tablet")
    tablet.option("hidden")
    yield "alone"
    tablet.tap("[data-slot=onward]")
    yield "returned"
    tablet.tap("Ik heb de tablet weer")
    tablet.tap(".veld-show")
    yield "card"
    tablet.tap("Terug naar de interviewer")
    tablet.option("red")
    tablet.asks("height")
    yield "number"
    tablet.tap("Verder")
    expect(page.locator("[data-error]")).to_be_visible()
    yield "error"
    page.locator("#height").fill("171")
    tablet.tap("Verder")
    expect(page.get_by_role("heading", name="Klopt alles?")).to_be_visible()
    yield "summary"
    tablet.tap("Afronden")
    tablet.sent()
    yield "done"
    tablet.tap("Volgend gesprek")
    tablet.begin()
    tablet.tap("Past niet")
    yield "broken off"
    tablet.tap("Volgend gesprek")
    yield from _screens_of_a_full_group(tablet)


def _screens_of_a_full_group(tablet: Tablet) -> Iterator[str]:
    tablet.leased()
    tablet.begin()
    tablet.option("man")
    expect(tablet.page.locator('[data-press="onward"]')).to_be_visible()
    yield "full"
    tablet.tap("Bedanken en stoppen")
    expect(tablet.page.locator('[data-press="end"]')).to_have_count(0)
    yield "stopped by a full group"


@pytest.mark.parametrize(
    ("width", "height", "direction", "outside"),
    [(360, 740, "ltr", True), (768, 1024, "rtl", True), (360, 740, "rtl", False), (768, 1024, "ltr", False)],
)
def test_no_screen_has_a_serious_fault_needs_scrolling_sideways_or_hides_in_the_sun(
    server: Server,
    open_page: Open,
    axe: Callable[[Page], None],
    reflows: Callable[[Page], None],
    width: int,
    height: int,
    direction: str,
    *,
    outside: bool,
) -> None:
    personal(server, places={"woman": 3, "man": 0})
    tablet = Tablet(open_page(width=width, height=height), server, STUDY).open()
    tablet.page.evaluate("(dir) => (document.documentElement.dir = dir)", direction)
    if outside:
        tablet.tap("Buiten")

    for name in _screens(tablet):
        tablet.settle()
        axe(tablet.page)
        reflows(tablet.page)
        _targets_are_for_thumbs(name, tablet.page.evaluate(TARGETS))
        if outside:
            _stands_out(name, tablet.page.evaluate(SUNLIGHT))


def _targets_are_for_thumbs(screen: str, found: list[dict[str, Any]]) -> None:
    assert found, screen
    small = [
        one["what"]
        for one in found
        if one["height"] < SMALLEST_ROW - 0.5 or one["width"] < SMALLEST_ROW - 0.5
    ]
    assert small == [], screen
    close = [
        (one["what"], other["what"])
        for one, other in combinations(found, 2)
        if one["bar"] == other["bar"] and _apart(one, other) < GAP - 0.5
    ]
    assert close == [], screen


def _apart(one: dict[str, Any], other: dict[str, Any]) -> float:
    """How far two boxes are from each other, in the direction in which they are furthest."""
    across = max(one["x"] - other["x"] - other["width"], other["x"] - one["x"] - one["width"])
    down = max(one["y"] - other["y"] - other["height"], other["y"] - one["y"] - one["height"])
    return float(max(across, down))


def _stands_out(screen: str, found: dict[str, list[dict[str, Any]]]) -> None:
    assert len(found["texts"]) > 3, screen
    weak = [
        one
        for one in found["texts"]
        if one["ratio"] < SUN or one["size"] < LARGE or one["weight"] < HEAVY or one["faint"]
    ]
    assert weak == [], screen
    assert [one for one in found["edges"] if one["ratio"] < SUN or one["width"] < EDGE] == [], screen


def test_the_actions_stand_in_the_lowest_third_even_below_a_long_list(
    server: Server, open_page: Open
) -> None:
    tablet = Tablet(open_page(width=360, height=640), server, "straat").open().begin().until("unaided")

    for name in ("Vorige", "Herstel", "Verder"):
        box = tablet.page.get_by_role("button", name=name).bounding_box()
        assert box is not None
        assert box["y"] >= 640 * 2 / 3, name
        assert box["y"] + box["height"] <= 640, name


def test_the_main_action_lies_at_the_side_of_the_hand_and_the_choice_is_remembered(
    server: Server, open_page: Open
) -> None:
    tablet = Tablet(open_page(width=360), server).open()
    order = ("Start gesprek", "Onderzoeken")
    assert _left_to_right(tablet, order) == ["Onderzoeken", "Start gesprek"]
    tablet.tap(".veld-details:has([name=interviewer]) > summary")

    tablet.tap('.veld-chip:has([value="left"])')
    assert _left_to_right(tablet, order) == ["Start gesprek", "Onderzoeken"]
    tablet.tap("Buiten")
    tablet.reload()

    expect(tablet.page.get_by_role("button", name="Start gesprek")).to_be_visible()
    assert _left_to_right(tablet, order) == ["Start gesprek", "Onderzoeken"]
    expect(tablet.page.get_by_role("button", name="Buiten")).to_have_attribute("aria-pressed", "true")


def _left_to_right(tablet: Tablet, names: tuple[str, ...]) -> list[str]:
    found = {name: tablet.page.get_by_role("button", name=name).bounding_box() for name in names}
    return sorted(names, key=lambda name: (found[name] or {"x": 0})["x"])


def test_rows_of_answers_do_not_touch(server: Server, open_page: Open) -> None:
    tablet = Tablet(open_page(width=360), server).open().begin().until("consent")

    boxes = tablet.page.locator(".veld-page :is([data-option], [data-missing])").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).map(({top, bottom}) => [top, bottom])"
    )

    assert len(boxes) == 2
    assert all(below[0] - above[1] >= GAP for above, below in pairwise(boxes))


def test_a_new_question_takes_the_focus_to_its_heading(server: Server, open_page: Open) -> None:
    tablet = Tablet(open_page(), server).open().begin().until("consent")

    focused = tablet.page.evaluate("document.activeElement.textContent")

    assert "Mag ik u iets vragen?" in focused
