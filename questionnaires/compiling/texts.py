"""Texts of the programme: every language of the file is there, filled from the language of fallback where it must."""

from collections.abc import Mapping

from questionnaires.pipes import STATEMENT, Parts, parts, replaced
from questionnaires.questionnaire import Questionnaire, Text

Labels = dict[str, str]


class Texts:
    """Makes the texts of one questionnaire complete."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.languages = [language.code for language in questionnaire.languages]
        self.entities = {
            entity.name: self._complete(entity.label.by_language) for entity in questionnaire.entities
        }

    def label(self, text: Text) -> Labels:
        """A text per language as one string; pipes of entities are filled in, since they never change."""
        return {
            language: replaced(sentence, {name: label[language] for name, label in self.entities.items()})
            for language, sentence in self._complete(text.by_language).items()
        }

    def piped(self, text: Text, statement: Text | None = None) -> dict[str, Parts]:
        """A text per language as parts; in the text of a block the statement takes its place."""
        stated = self._complete(statement.by_language) if statement else {}
        return {
            language: parts(replaced(sentence, {STATEMENT: stated[language]} if statement else {}))
            for language, sentence in self._complete(text.by_language).items()
        }

    def optional(self, text: Text | None) -> dict[str, Parts] | None:
        """The parts of a text that need not be there."""
        return self.piped(text) if text else None

    def standard(self, labels: Mapping[str, str]) -> Labels:
        """A standard label in the languages of the file; Dutch when neither the language nor the fallback has one."""
        fallback = labels.get(self.languages[0], labels["nl"])
        return {language: labels.get(language, fallback) for language in self.languages}

    def _complete(self, by_language: Mapping[str, str]) -> Labels:
        fallback = by_language.get(self.languages[0], "")
        return {language: by_language.get(language) or fallback for language in self.languages}
