"""The tablet for thumbs, for eyes in full sun, and for who uses a screen reader."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server
from tests.journeys.tablet import Tablet

SMALLEST_ROW, GAP = 56, 8
SUN = 10.0
CONTRAST = """() => {
  const channel = (value) => ((value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = ([red, green, blue]) => 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
  const colour = (text) => text.match(/[\\d.]+/g).map(Number);
  const behind = (one) => {
    for (let each = one; each; each = each.parentElement) {
      const found = colour(getComputedStyle(each).backgroundColor);
      if (found.length === 3 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !one.checkVisibility() || one.closest(".wp-visually-hidden, template")) continue;
    if (one.closest(".utrecht-skip-link")) continue;
    const style = getComputedStyle(one);
    const [a, b] = [light(colour(style.color)), light(behind(one))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    found.push({ text: texts.currentNode.data.trim(), ratio: (a + 0.05) / (b + 0.05), size, weight: +style.fontWeight });
  }
  return found;
}"""


@pytest.fixture
def roles() -> tuple[str, ...]:
    return ("interviewer",)


def _screens(tablet: Tablet) -> list[tuple[str, Callable[[], object]]]:
    """Each screen of an interview, with how to come there from the one before."""
    page = tablet.page
    return [
        ("start", tablet.open),
        ("question", lambda: tablet.begin().until("consent")),
        ("several answers", lambda: tablet.until("unaided")),
        (
            "error",
            lambda: (tablet.tap("Verder"), expect(page.get_by_text("Kies één of meer")).to_be_visible()),
        ),
        ("arabic", lambda: page.get_by_label("Taal van de inwoner").select_option("ar")),
        ("card", lambda: (tablet.until("activities"), tablet.tap(".veld-show"))),
        ("number", lambda: (tablet.page.keyboard.press("Escape"), tablet.until("age"))),
        ("stop", lambda: tablet.tap(".veld-stop > summary")),
        ("summary", lambda: (tablet.tap(".veld-stop > summary"), tablet.to_summary())),
        ("done", lambda: (tablet.tap("Afronden"), tablet.sent())),
        ("broken off", lambda: (tablet.tap("Volgend gesprek"), tablet.tap("Geweigerd"))),
    ]


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_screen_has_a_serious_fault_or_needs_scrolling_sideways(
    server: Server,
    open_page: Callable[..., Page],
    axe: Callable[[Page], None],
    reflows: Callable[[Page], None],
    width: int,
) -> None:
    tablet = Tablet(open_page(width=width), server)

    for _, come in _screens(tablet):
        come()
        tablet.settle()
        axe(tablet.page)
        reflows(tablet.page)


@pytest.mark.parametrize("width", [360, 768])
def test_every_row_is_high_enough_for_a_thumb_and_apart_from_the_next(
    server: Server, open_page: Callable[..., Page], width: int
) -> None:
    tablet = Tablet(open_page(width=width), server).open().begin().until("consent")

    boxes = tablet.page.locator(".veld-page :is([data-option], [data-missing])").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).map(({top, bottom}) => [top, bottom])"
    )

    assert len(boxes) == 2
    assert all(bottom - top >= SMALLEST_ROW for top, bottom in boxes)
    assert all(below[0] - above[1] >= GAP for above, below in pairwise(boxes))


def test_the_actions_stand_in_the_lowest_third_even_below_a_long_list(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(width=360, height=640), server, "straat").open().begin().until("unaided")

    for name in ("Vorige", "Herstel", "Verder"):
        box = tablet.page.get_by_role("button", name=name).bounding_box()
        assert box is not None
        assert box["y"] >= 640 * 2 / 3, name
        assert box["y"] + box["height"] <= 640, name


def test_outside_every_text_is_large_heavy_and_stands_out(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server).open()
    tablet.tap("Buiten")
    tablet.tap('.veld-chip:has([value="tr"])')
    tablet.begin().until("unaided")
    tablet.option("vet")

    texts = tablet.page.evaluate(CONTRAST)

    assert len(texts) > 10
    assert [one for one in texts if one["ratio"] < SUN or one["size"] < 18 or one["weight"] < 600] == []
    tablet.page.reload()
    expect(tablet.page.get_by_role("button", name="Buiten")).to_have_attribute("aria-pressed", "true")


def test_a_new_question_takes_the_focus_to_its_heading(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server).open().begin().until("consent")

    focused = tablet.page.evaluate("document.activeElement.textContent")

    assert "Mag ik u iets vragen?" in focused
