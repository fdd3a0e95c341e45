"""A regression formula as R writes it, read without running anything: `y ~ a + b`, `a:b`, `a*b`, `factor(x)`.

The grammar is small on purpose: a formula comes from a command line or a form, and may not be code. The algebra of
terms (`+ - : * ^`, parentheses) is that of Wilkinson and Rogers (1973), in R's order: main effects first, then
interactions by the number of variables in them.
"""

from dataclasses import dataclass

from analysis.errors import FormulaError
from analysis.messages import N_, Message
from analysis.models.tokens import Token, tokens
from analysis.models.variable import FUNCTIONS, OPERATORS, Variable

Term = tuple[Variable, ...]


@dataclass(frozen=True)
class Formula:
    """What is explained by what.

    Attributes:
        text: as it was written.
        outcome: the left side.
        terms: the right side without the intercept; each a tuple of variables that are multiplied.
        intercept: whether there is one.
    """

    text: str
    outcome: Variable
    terms: tuple[Term, ...]
    intercept: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the right side, each once, in the order in which they are named."""
        return tuple(dict.fromkeys(one.column for term in self.terms for one in term))

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The variables of the right side, each once."""
        return tuple(dict.fromkeys(one for term in self.terms for one in term))


def term_name(term: Term) -> str:
    """The name of a term, as R writes it: `a`, `factor(x)`, `a:b`."""
    return ":".join(one.name for one in term)


def read(text: str) -> Formula:
    """Read a formula.

    Outcome and variables: a column (`x`, or between backticks when its name holds other signs than letters,
    digits, dots and underscores), `factor(x)`, a condition `I(x == "Yes")` (also != < <= > >=), a power `I(x^2)`,
    or `log(x)`, `log2(x)`, `log10(x)`, `sqrt(x)`, `exp(x)`. `- 1` or `0` leaves the intercept out.

    Raises:
        FormulaError: the text cannot be read so; says where.
    """
    return _Reader(text).formula()


Terms = dict[frozenset[Variable], Term]


class _Reader:
    """Recursive descent over the tokens of one formula."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.left: list[Token] = tokens(text)

    def formula(self) -> Formula:
        outcome = self.variable()
        self.expect("~")
        terms = self.sum()
        if self.left:
            raise self.surprised()
        intercept = terms.pop(_INTERCEPT, None) is not None
        ordered = sorted(terms.values(), key=len)
        if not ordered and not intercept:
            raise unreadable(self.text, "0")
        if any(outcome in term for term in ordered):
            raise _explained_by_itself(outcome.name)
        return Formula(self.text, outcome, tuple(ordered), intercept)

    def sum(self) -> Terms:
        """Terms joined by + and -; the intercept is there until it is taken off."""
        found: Terms = {_INTERCEPT: ()}
        sign = "+"
        if self.next_is("-"):
            sign = self.take().text
        while True:
            if self.next_is("0"):
                self.take()
                part: Terms = {_INTERCEPT: ()}
                sign = "-" if sign == "+" else "+"
            else:
                part = self.product()
            for key, term in part.items():
                if sign == "+":
                    found.setdefault(key, term)
                else:
                    found.pop(key, None)
            if not (self.next_is("+") or self.next_is("-")):
                return found
            sign = self.take().text

    def product(self) -> Terms:
        """`a * b`: a, b and a:b."""
        found = self.interaction()
        while self.next_is("*"):
            self.take()
            other = self.interaction()
            found = {**found, **other, **_crossed(found, other)}
        return found

    def interaction(self) -> Terms:
        found = self.power()
        while self.next_is(":"):
            self.take()
            found = _crossed(found, self.power())
        return found

    def power(self) -> Terms:
        """`(a + b)^2`: everything up to interactions of two."""
        found = self.atom()
        if self.next_is("^"):
            self.take()
            once = found
            for _ in range(int(self.number()) - 1):
                found = {**found, **_crossed(found, once)}
        return found

    def atom(self) -> Terms:
        if self.next_is("("):
            self.take()
            found = self.sum()
            found.pop(_INTERCEPT, None)
            self.expect(")")
            return found
        if self.next_is("1"):
            self.take()
            return {_INTERCEPT: ()}
        one = self.variable()
        return {frozenset((one,)): (one,)}

    def variable(self) -> Variable:
        """A column, or one of the forms around it."""
        token = self.take("name")
        if token.quoted or not self.next_is("("):
            return Variable(token.text)
        self.take()
        found = self.wrapped(token.text)
        self.expect(")")
        return found

    def wrapped(self, function: str) -> Variable:
        if function == "I":
            return self.inhibited()
        if function != "factor" and function not in FUNCTIONS:
            raise unreadable(self.text, f"{function}(")
        return Variable(self.take("name").text, function)

    def inhibited(self) -> Variable:
        """Inside `I(...)`: a comparison with a value, or a power."""
        column = self.take("name").text
        operator = self.take("sign").text
        if operator == "^":
            return Variable(column, "^", self.number())
        if operator not in OPERATORS:
            raise unreadable(self.text, operator)
        if self.left and self.left[0].kind == "text":
            return Variable(column, operator, self.take().text)
        if self.left and self.left[0].text in {"TRUE", "FALSE"}:
            return Variable(column, operator, self.take().text == "TRUE")
        return Variable(column, operator, self.number())

    def number(self) -> float:
        sign = -1.0 if self.next_is("-") and self.take() else 1.0
        return sign * float(self.take("number").text)

    def next_is(self, sign: str) -> bool:
        return bool(self.left) and self.left[0].text == sign and self.left[0].kind in {"sign", "number"}

    def take(self, kind: str | None = None) -> Token:
        if not self.left or (kind is not None and self.left[0].kind != kind):
            raise self.surprised()
        return self.left.pop(0)

    def expect(self, sign: str) -> None:
        if not self.next_is(sign):
            raise self.surprised()
        self.take()

    def surprised(self) -> FormulaError:
        return unreadable(self.text, self.left[0].text if self.left else "")


_INTERCEPT: frozenset[Variable] = frozenset()


def _crossed(left: Terms, right: Terms) -> Terms:
    found: Terms = {}
    for one, first in left.items():
        for other, second in right.items():
            union = one | other
            found.setdefault(union, first + tuple(var for var in second if var not in one))
    return found


def _explained_by_itself(name: str) -> FormulaError:
    return FormulaError(
        Message(N_("Verwacht: een uitkomst links van het teken ~, en andere kolommen rechts.")),
        Message(N_("De kolom “%(name)s” staat aan beide kanten."), {"name": name}),
        Message(N_("Haal haar rechts weg.")),
    )


def unreadable(text: str, place: str) -> FormulaError:
    """The error for a formula that stops making sense at `place` (empty: at its end)."""
    return FormulaError(
        Message(N_("Verwacht: een formule zoals “uitkomst ~ leeftijd + wijk”.")),
        Message(N_("De formule “%(text)s” is niet te lezen bij “%(place)s”."), {"text": text, "place": place})
        if place
        else Message(N_("De formule “%(text)s” houdt te vroeg op."), {"text": text}),
        Message(
            N_(
                "Gebruik +, :, * en factor(). Zet een naam met andere tekens dan letters, cijfers, punten "
                "en liggende streepjes tussen `accenten`."
            )
        ),
    )
