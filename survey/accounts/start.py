"""The page on which somebody's work begins, after signing in."""

from flask import url_for

from survey.security import Person


def start_address(person: Person) -> str:
    """The first page for this person: results and studies, studies to interview for, or the accounts."""
    if person.may("results.view"):
        return "/onderzoek"
    if person.may("account.manage"):
        return url_for("accounts.people")
    return url_for("home.page")
