"""The examples in docs/statistics.md give what stands below them: its numbers are made by its own code."""

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "docs/statistics.md", *sorted((ROOT / "docs/statistics").glob("*.md")))
EXAMPLES = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINKS = re.compile(r"\]\(([^)#:]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_shows_what_its_code_gives(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = page.read_text(encoding="utf-8")
    code = "\n".join(EXAMPLES.findall(text))
    one = doctest.DocTestParser().get_doctest(code, {}, page.name, str(page), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    said: list[str] = []
    found = runner.run(one, out=said.append)
    assert found.attempted > 0
    assert found.failed == 0, "".join(said)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_that_shows_data_says_that_they_are_synthetic(page: Path) -> None:
    assert "synthetic" in page.read_text(encoding="utf-8")[:900].lower()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    links = LINKS.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_is_linked_from_the_first() -> None:
    first, *others = PAGES
    linked = set(LINKS.findall(first.read_text(encoding="utf-8")))
    assert {f"statistics/{page.name}" for page in others} <= linked
