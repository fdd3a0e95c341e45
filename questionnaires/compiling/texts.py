"""Texts of the programme: what the author wrote per language; a language without a translation is left out.

Who shows a text falls back on the first language, which is always there, and can then say which language it is in.
"""

from collections.abc import Mapping

from questionnaires.pipes import STATEMENT, Parts, parts, replaced
from questionnaires.questionnaire import Questionnaire, Text

Labels = dict[str, str]


class Texts:
    """Makes the texts of one questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.languages = [language.code for language in questionnaire.languages]
        self.entities = {entity.name: dict(entity.label.by_language) for entity in questionnaire.entities}

    def label(self, text: Text) -> Labels:
        """A text per language as one string; pipes of entities are filled in, since they never change."""
        return {
            language: replaced(
                sentence, {name: self._spoken(label, language) for name, label in self.entities.items()}
            )
            for language, sentence in text.by_language.items()
        }

    def piped(self, text: Text, statement: Text | None = None) -> dict[str, Parts]:
        """A text per language as parts; in the text of a block the statement takes its place, where both are translated."""
        if statement is None:
            return {language: parts(sentence) for language, sentence in text.by_language.items()}
        return {
            language: parts(replaced(sentence, {STATEMENT: statement.by_language[language]}))
            for language, sentence in text.by_language.items()
            if language in statement.by_language
        }

    def optional(self, text: Text | None) -> dict[str, Parts] | None:
        """The parts of a text that need not be there."""
        return self.piped(text) if text else None

    def standard(self, labels: Mapping[str, str]) -> Labels:
        """A standard label in the languages of the file; the first has the Dutch one when it has none of its own."""
        first = self.languages[0]
        found = {language: labels[language] for language in self.languages if language in labels}
        return {first: labels.get(first, labels["nl"])} | found

    def _spoken(self, label: Labels, language: str) -> str:
        return label.get(language, label[self.languages[0]])
