"""Somebody who fills in the online form in a browser: answers whatever kind of question comes."""

from playwright.sync_api import Locator, Page

ON = ("Doorgaan", "Continue", "Devam", "متابعة")
_CHOOSE = {"single", "scale", "area", "consent", "multiple"}


def go_on(page: Page) -> None:
    """Press the button under the questions; the first page may need a moment before it begins."""
    begins = page.locator("input[name=oplossing]").count() > 0
    page.locator("main form button[type=submit]").last.click()
    if begins:
        page.wait_for_url("**/vraag/**")


def answer(page: Page) -> None:
    """Answer every question of this page, with the first choice or a plausible text."""
    for question in page.locator(".wp-question:visible").all():
        _answer(question, question.get_attribute("data-kind") or "")


def complete(page: Page, most: int = 60) -> list[str]:
    """Answer page after page until all answers are there to be checked; gives the addresses that were passed."""
    passed = []
    for _ in range(most):
        if "/controle" in page.url:
            return passed
        passed.append(page.url)
        answer(page)
        go_on(page)
    raise AssertionError(f"no end after {most} pages: {passed}")


def _answer(question: Locator, kind: str) -> None:
    if kind in _CHOOSE:
        question.locator("input").first.check()
    elif kind == "date":
        for part, value in zip(question.locator("input[type=text]").all(), ("7", "5", "1960"), strict=True):
            part.fill(value)
    else:
        question.locator("textarea, input[type=text]").first.fill(
            "44" if kind == "number" else "Een voorbeeld"
        )
