"""An address that is put together only when a page needs it: hundreds of them cost a fifth of a second at the start."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

_Built = Callable[..., tuple[str, str]]


class LazyRule(Rule):
    """Werkzeug's rule, whose function that makes an address is compiled when it is first called."""

    def _compile_builder(self, append_unknown: bool = True) -> _Built:  # noqa: FBT001, FBT002 (werkzeug calls it so)
        compile_now = super()._compile_builder
        made: list[_Built] = []

        def build(rule: Rule, *given: Any, **words: Any) -> tuple[str, str]:
            if not made:
                made.append(compile_now(append_unknown))
            return made[0](rule, *given, **words)

        return build
