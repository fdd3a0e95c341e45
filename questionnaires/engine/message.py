"""The sentence of a problem. The twin of `message.js`: it finds the template and fills in the names, no more."""

import re
from collections.abc import Mapping
from typing import Any

_NAME = re.compile(r"\{([a-z]+)\}")


def message(problem: Mapping[str, Any], templates: Mapping[str, str], params: Mapping[str, Any]) -> str:
    """Give the sentence of a problem.

    Args:
        problem: one of those that `check` gives.
        templates: sentences with `{name}` in them, in the reader's language, by `code.kind` or by `code`.
        params: what the sentence may name besides the problem's own params.

    Returns:
        The sentence; a name that has no value stays as it is.

    Raises:
        KeyError: there is no template for this problem.
    """
    values = {**params, **problem["params"]}
    code = problem["code"]
    specific = f"{code}.{values.get('kind')}"
    template = templates[specific if specific in templates else code]
    return _NAME.sub(lambda found: str(values.get(found[1], found[0])), template)
