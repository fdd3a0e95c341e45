"""The library stands on its own, starts at once, and leaves heavy things alone until they are needed."""

import subprocess
import sys

import pytest

from analysis.engine import connect


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


HEAVY = (
    "{'duckdb', 'narwhals', 'pyarrow', 'scipy', 'pandas', 'statsmodels', 'flask', 'sqlalchemy', 'wtforms'}"
)


@pytest.mark.parametrize("module", ["estimate", "reach", "responses", "caveats", "errors"])
def test_nothing_heavy_is_loaded_before_a_question_is_asked(module: str):
    assert run(f"import sys, analysis.{module}; print(sorted({HEAVY} & set(sys.modules)))") == "[]"


def test_the_library_starts_within_three_tenths_of_a_second_of_work():
    # Processor time: the machine that runs the tests may be busy with others.
    code = "import time; a = time.process_time(); import analysis; print(time.process_time() - a)"
    assert float(run(code)) < 0.3


def test_no_extension_of_the_engine_is_fetched():
    asked = "select value from duckdb_settings() where name like 'auto%known_extensions' order by name"
    assert connect().sql(asked).fetchall() == [("false",), ("false",)]
