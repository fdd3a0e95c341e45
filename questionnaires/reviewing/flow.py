"""The way through a questionnaire: pages that can be reached, ends that can come, locks that lock something."""

from collections.abc import Iterator

from questionnaires.language import NotUnderstood, parse
from questionnaires.mistakes import Mistake, Place
from questionnaires.questionnaire import Expression, Page, Questionnaire
from questionnaires.reading.fields import near
from questionnaires.reviewing.catalogue import mistake
from questionnaires.reviewing.kinds import problems
from questionnaires.reviewing.known import Variable, conditions, variables
from questionnaires.reviewing.possible import Trials
from questionnaires.tree import Tree, names


def flow(questionnaire: Questionnaire) -> Iterator[Mistake]:
    """Mistakes in the order of pages."""
    if not questionnaire.pages:
        yield mistake("no-pages", Place(field="pages"), questionnaire.title.line)
    known = {variable.name: variable for variable in variables(questionnaire)}
    for index, page in enumerate(questionnaire.pages):
        yield from _page(page)
        yield from _locks(index, page, known)
    yield from _consent(questionnaire)
    yield from _Reach(questionnaire, known).mistakes()


def _page(page: Page) -> Iterator[Mistake]:
    place = Place(page.name)
    if not page.questions:
        yield mistake("empty-page", place.at("questions"), page.line)
    blocks = [question for question in page.questions if question.kind == "statements"]
    if blocks and len(page.questions) > 1:
        yield mistake("statements-not-alone", Place(page.name, blocks[0].name), blocks[0].line)
    if blocks and page.ends:
        yield mistake("ends-on-statements", place.at("ends"), page.ends.line)


def _locks(index: int, page: Page, known: dict[str, Variable]) -> Iterator[Mistake]:
    place, line = Place(page.name, field="locks"), page.lines.get("locks", page.line)
    for name in page.locks:
        if name not in known:
            yield mistake("unknown-lock", place, line, name=name, near=near(name, list(known)))
        elif known[name].page >= index:
            yield mistake("later-lock", place, line, name=name, page=known[name].place.page)


def _consent(questionnaire: Questionnaire) -> Iterator[Mistake]:
    asked = [
        (page, question) for _, page, question in questionnaire.questions() if question.kind == "consent"
    ]
    read: set[str] = set()
    for page in questionnaire.pages:
        tree = _tree(page.ends.when) if page.ends else None
        read |= names(tree) if tree else set()
    for page, question in asked:
        if question.name not in read:
            yield mistake(
                "consent-without-end", Place(page.name, question.name), question.line, name=question.name
            )


class _Reach:
    """What can never happen, told only when it is certain."""

    def __init__(self, questionnaire: Questionnaire, known: dict[str, Variable]) -> None:
        self._questionnaire = questionnaire
        self._known = known
        self._trials = Trials(known)

    def mistakes(self) -> Iterator[Mistake]:
        yield from self._conditions()
        yield from self._pages()

    def _readable(self, expression: Expression | None) -> Tree | None:
        tree = _tree(expression)
        if tree is None or not names(tree) <= self._known.keys() or problems(tree, self._known):
            return None
        return tree

    def _conditions(self) -> Iterator[Mistake]:
        for condition in conditions(self._questionnaire):
            tree = self._readable(condition.expression)
            if tree is None or (condition.place.field == "when" and condition.place.question is None):
                continue
            line = condition.expression.line
            if self._trials.possible(tree, condition.own) is False:
                code = "check-never-holds" if condition.own else "never-true"
                yield mistake(code, condition.place, line)
            elif condition.own and self._trials.possible(["not", tree], condition.own) is False:
                yield mistake("check-always-holds", condition.place, line)

    def _pages(self) -> Iterator[Mistake]:
        """A page is out of reach when its condition never holds, or only where an earlier page has ended the interview."""
        ended: list[Tree] = []
        for page in self._questionnaire.pages:
            when = self._readable(page.when)
            if page.when is None or when:
                own = when or ["true"]
                if self._trials.possible(own) is False:
                    line = page.when.line if page.when else page.line
                    yield mistake("never-true", Place(page.name, field="when"), line)
                elif self._excluded(own, ended):
                    yield mistake("unreachable-page", Place(page.name), page.line, page=page.name)
            stop = self._readable(page.ends.when) if page.ends else None
            if stop and (page.when is None or when):
                ended.append(["and", when, stop] if when else stop)

    def _excluded(self, own: Tree, ended: list[Tree]) -> bool:
        related = [end for end in ended if not names(end) or names(end) & names(own)]
        if not related:
            return False
        return self._trials.possible(["and", own, *(["not", end] for end in related)]) is False


def _tree(expression: Expression | None) -> Tree | None:
    try:
        return parse(expression.source) if expression else None
    except NotUnderstood:
        return None
