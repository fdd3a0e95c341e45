"""What a reader is told: a Dutch template and its values, translated by whoever shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


def N_(template: str) -> str:  # noqa: N802 -- the name that gettext's extraction looks for
    """Mark a Dutch template for extraction and give it back unchanged."""
    return template


@dataclass(frozen=True)
class Message:
    """A gettext template (`%(name)s`) with its values; `str()` gives the Dutch sentence.

    As gettext's callers do, a template without values is taken as it stands: a percent sign is a percent sign.
    """

    template: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template % self.params if self.params else self.template
