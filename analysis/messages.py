"""What a reader is told: a Dutch template and its values, translated by whoever shows it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


def N_(template: str) -> str:  # noqa: N802 -- the name that gettext's extraction looks for
    """Mark a Dutch template for extraction and give it back unchanged."""
    return template


@dataclass(frozen=True)
class Message:
    """A gettext template (`%(name)s`) with its values; `str()` gives the Dutch sentence.

    A percent sign that begins no name is a percent sign, written once or twice, in template and translation.
    """

    template: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.said()

    def said(self, translate: Callable[[str], str] = str) -> str:
        """The sentence in the language of `translate`, which is given the template as it stands.

        Raises:
            KeyError: the translation names a value that the message does not have.
        """
        return _FILLED.sub(
            lambda found: str(self.params[found[1]]) if found[1] else "%", translate(self.template)
        )


_FILLED = re.compile(r"%\((\w+)\)[sd]|%%")
