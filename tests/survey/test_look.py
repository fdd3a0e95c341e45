"""The look: colours that can be read, a vendored part that stays small and keeps its licence."""

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "survey" / "static"
TEXT, EDGE = 4.5, 3.0
COLOURS = dict(re.findall(r"--wp-([\w-]+): (#[0-9a-f]{6});", (STATIC / "thema.css").read_text()))
VENDORED = 12 * 1024


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of contrast of two colours of the theme, 1 to 21."""
    lighter, darker = sorted((luminance(COLOURS[one]), luminance(COLOURS[other])), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert (luminance("#ffffff") + 0.05) / (luminance("#000000") + 0.05) == pytest.approx(21)
    assert (luminance("#ffffff") + 0.05) / (luminance("#767676") + 0.05) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *[("ink", ground) for ground in ("paper", "mist", "petrol-pale", "error-pale", "good-pale", "note-pale", "signal")],
        *[("ink-soft", ground) for ground in ("paper", "mist", "good-pale")],
        *[("petrol", ground) for ground in ("paper", "mist", "petrol-pale")],
        *[("petrol-deep", ground) for ground in ("paper", "mist", "petrol-pale", "error-pale")],
        *[("error", ground) for ground in ("paper", "mist", "error-pale")],
        ("paper", "petrol"), ("paper", "petrol-deep"), ("note", "note-pale"), ("good", "good-pale"),
    ],
)  # fmt: skip
def test_text_can_be_read_on_its_ground(text: str, ground: str) -> None:
    assert contrast(text, ground) >= TEXT


@pytest.mark.parametrize(
    ("edge", "ground"), [("edge", "paper"), ("petrol", "paper"), ("error", "paper"), ("ink", "signal")]
)
def test_the_edge_of_what_can_be_filled_in_can_be_seen(edge: str, ground: str) -> None:
    assert contrast(edge, ground) >= EDGE


def test_the_vendored_components_stay_small() -> None:
    assert len(gzip.compress((STATIC / "vendor/utrecht/components.css").read_bytes())) < VENDORED


def test_the_vendored_components_keep_version_and_licence() -> None:
    folder = STATIC / "vendor/utrecht"
    assert "9.0.4" in (folder / "README.md").read_text()
    assert "EUROPEAN UNION PUBLIC LICENCE" in (folder / "LICENSE.md").read_text()
    assert "@license EUPL-1.2" in (folder / "components.css").read_text()


def test_our_stylesheets_fetch_nothing_from_elsewhere() -> None:
    for sheet in STATIC.glob("*.css"):
        assert not re.search(r"url\(|@import|https?:", sheet.read_text()), sheet.name
