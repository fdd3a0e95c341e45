"""A questionnaire to the JSON document of its programme, as `docs/programme.md` describes it."""

from collections.abc import Sequence
from typing import Any

from babel import Locale

from questionnaires.compiling.kinds import of_statement
from questionnaires.compiling.measures import measures
from questionnaires.compiling.texts import Texts
from questionnaires.language import parse
from questionnaires.missing import MISSING, standard
from questionnaires.questionnaire import Expression, Measure, Page, Question, Questionnaire, Statement, Text
from questionnaires.tree import Tree

FORMAT = 1


def document(questionnaire: Questionnaire) -> dict[str, Any]:
    """The document; the questionnaire has been reviewed and holds no mistakes."""
    texts = Texts(questionnaire)
    pages: list[dict[str, Any]] = []
    variables: dict[str, Any] = {}
    blocks: dict[str, Any] = {}
    for page in questionnaire.pages:
        block = page.questions[0] if page.questions[0].kind == "statements" else None
        if block is None:
            variables |= {question.name: _variable(texts, page.name, question) for question in page.questions}
            pages.append(_page(texts, page))
            continue
        blocks[block.name] = {"order": block.order}
        for statement in block.statements:
            variables[statement.name] = _statement(texts, block, statement)
            pages.append(_statement_page(page, block, statement))
    return {
        "format": FORMAT,
        "name": questionnaire.name,
        "title": texts.label(questionnaire.title),
        "languages": [_language(language.code, language.status) for language in questionnaire.languages],
        "entities": {
            entity.name: {"kind": entity.kind, "of": entity.of, "label": texts.entities[entity.name]}
            for entity in questionnaire.entities
        },
        "missing": {code: texts.standard(labels) for code, labels in MISSING.items()},
        "variables": variables,
        "blocks": blocks,
        "pages": pages,
    }


def _language(code: str, status: str) -> dict[str, str]:
    locale = Locale.parse(code)
    name = locale.get_display_name(code) or code
    return {"code": code, "name": name, "direction": locale.text_direction, "status": status}


def _page(texts: Texts, page: Page) -> dict[str, Any]:
    ends = None
    if page.ends:
        when = parse(page.ends.when.source)
        ends = {"when": when, "outcome": page.ends.outcome, "text": texts.label(page.ends.text)}
    names = [question.name for question in page.questions]
    return {
        "id": page.name,
        "block": None,
        "questions": names,
        "when": _tree(page.when),
        "ends": ends,
        "locks": list(page.locks),
    }


def _statement_page(page: Page, block: Question, statement: Statement) -> dict[str, Any]:
    return {
        "id": statement.name,
        "block": block.name,
        "questions": [statement.name],
        "when": _all([page.when, block.when, statement.when]),
        "ends": None,
        "locks": list(page.locks),
    }


def _tree(expression: Expression | None) -> Tree | None:
    return parse(expression.source) if expression else None


def _all(expressions: Sequence[Expression | None]) -> Tree | None:
    trees = [tree for tree in map(_tree, expressions) if tree]
    if len(trees) < 2:  # noqa: PLR2004 -- "and" joins two or more
        return trees[0] if trees else None
    return ["and", *trees]


def _statement(texts: Texts, block: Question, statement: Statement) -> dict[str, Any]:
    made = _variable(texts, statement.name, block, statement.text, statement.measures)
    return made | {"kind": of_statement(block), "when": None, "order": "fixed"}


def _variable(
    texts: Texts,
    page: str,
    question: Question,
    statement: Text | None = None,
    own: Sequence[Measure] | None = None,
) -> dict[str, Any]:
    return {
        "kind": question.kind,
        "page": page,
        "text": texts.piped(question.text, statement),
        "hint": texts.optional(question.hint),
        "instruction": texts.optional(question.instruction),
        "show_card": question.show_card,
        "required": question.required,
        "missing": list(question.missing),
        "sensitive": question.sensitive,
        "role": question.role,
        "when": _tree(question.when),
        "options": _options(texts, question),
        "order": question.order,
        "min": _limit(question.minimum),
        "max": _limit(question.maximum),
        "decimals": question.decimals,
        "checks": [
            {"that": parse(check.that.source), "message": texts.piped(check.message), "soft": check.soft}
            for check in question.checks
        ],
        "measures": measures(question, question.measures if own is None else own),
    }


def _options(texts: Texts, question: Question) -> list[dict[str, Any]]:
    if not question.options:
        return [_option(code, texts.standard(labels)) for code, labels in standard(question.kind).items()]
    return [
        _option(option.code, texts.label(option.label), exclusive=option.exclusive, when=_tree(option.when))
        for option in question.options
    ]


def _option(
    code: str, label: dict[str, str], *, exclusive: bool = False, when: Tree | None = None
) -> dict[str, Any]:
    return {"code": code, "label": label, "exclusive": exclusive, "when": when}


def _limit(limit: float | str | None) -> float | str | None:
    """The limit as JSON; a whole number without a point, so that the bytes do not depend on how it was written."""
    return int(limit) if isinstance(limit, float) and limit.is_integer() else limit
