"""An author's mistake: what it is, where it stands, and what to do about it.

A message is a Dutch template and its params; who shows it to somebody translates the template first.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

N_ = str
_PARTS = (
    ("page", N_("pagina %(name)s")),
    ("question", N_("vraag %(name)s")),
    ("part", N_("onderdeel %(name)s")),
    ("field", N_("veld %(name)s")),
)
_LINE = N_("Regel %(line)s")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the questionnaire: the ids of page and question, a part of it (option, statement, entity), a field."""

    page: str | None = None
    question: str | None = None
    part: str | None = None
    field: str | None = None

    def at(self, field: str) -> "Place":
        """The same place, at this field."""
        return replace(self, field=field)

    def words(self, gettext: Callable[[str], str] = str) -> str:
        """For example `pagina start, vraag consent, veld text`; empty for the file as a whole."""
        named = ((template, getattr(self, name)) for name, template in _PARTS)
        return ", ".join(gettext(template) % {"name": value} for template, value in named if value)

    def __str__(self) -> str:
        return self.words()


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake. `severity` is `error` (not to be published) or `warning`; `line` counts from 1."""

    code: str
    place: Place
    line: int
    message: str
    hint: str
    params: Mapping[str, object] = field(default_factory=dict)
    severity: str = "error"

    def words(self, gettext: Callable[[str], str] = str) -> str:
        """Line, place, message and hint in one text."""
        params = {
            name: value.words(gettext) if isinstance(value, Explained) else value
            for name, value in self.params.items()
        }
        where = gettext(_LINE) % {"line": self.line}
        place = self.place.words(gettext)
        head = f"{where}, {place}" if place else where
        return f"{head}: {gettext(self.message) % params} {gettext(self.hint) % params}"

    def __str__(self) -> str:
        return self.words()


@dataclass(frozen=True, slots=True)
class Explained:
    """A param that is itself a template with params, such as what the parser did not understand."""

    message: str
    params: Mapping[str, object]

    def words(self, gettext: Callable[[str], str] = str) -> str:
        """The filled template."""
        return gettext(self.message) % self.params

    def __str__(self) -> str:
        return self.words()


class Refused(ValueError):  # noqa: N818 -- it says what happened to the questionnaire
    """A questionnaire that can not be used; `mistakes` names everything that is wrong with it."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))
