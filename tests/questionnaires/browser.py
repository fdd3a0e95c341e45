"""What a browser does with a page: it posts what stands in it."""

from tests.questionnaires.every_kind import Posted
from tests.questionnaires.fragment import read


def sent(html):
    """What is posted of a page as it stands."""
    posted = Posted()
    for element in read(html).all():
        if element.tag == "textarea":
            text = "".join(element.inside).removeprefix("\n")
            posted.setdefault(element.attributes["name"], []).append(text.replace("\n", "\r\n"))
        if element.tag == "input" and _counts(element.attributes):
            posted.setdefault(element.attributes["name"], []).append(element.attributes["value"])
    return posted


def _counts(attributes):
    return "disabled" not in attributes and (attributes["type"] == "text" or "checked" in attributes)


def choices(html):
    """The questions of a page: name → the values that can be chosen, exclusive ones and missing codes apart."""
    found = {}
    for question in read(html).all("div"):
        if "data-question" in question.attributes:
            rows = [
                row for row in question.all("div") if {"data-option", "data-missing"} & row.attributes.keys()
            ]
            alone = {"data-exclusive", "data-missing"}
            found[question.attributes["data-question"]] = (
                question.attributes["data-kind"],
                [row.one("input").attributes["value"] for row in rows if not alone & row.attributes.keys()],
                [row.one("input").attributes["value"] for row in rows if alone & row.attributes.keys()],
            )
    return found
