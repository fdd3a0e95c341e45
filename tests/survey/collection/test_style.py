"""The style of the tablet: only what its screens can use."""

from survey.collection.style import smaller, style

LOOK = """
:root { --known: red; --unknown: blue; }
/* for people */
.there { color: var(--known); }
.not-there, .there a:is(.else, .there) { margin: calc(1px + 2px); }
.not-there { color: var(--unknown); }
h1 { margin: 0; }
@media (min-width: 40rem) { .not-there { margin: 0; } .there { margin: 1px; } }
.made-radio { margin: 3px; }
"""


def test_rules_for_classes_that_no_screen_names_are_left_out_and_so_are_values_that_nothing_reads() -> None:
    made = style([LOOK], ['<p class="there made-{{ kind }}">'])

    assert made == (
        ":root{--known:red}.there{color:var(--known)}.there a:is(.else,.there){margin:calc(1px + 2px)}"
        "h1{margin:0}@media (min-width:40rem){.there{margin:1px}}.made-radio{margin:3px}"
    )


def test_a_value_of_the_components_that_is_one_everywhere_stands_where_it_is_read() -> None:
    sheet = ":root { --utrecht-around: 1; --utrecht-other: 2; } p > * { --utrecht-around: 1; --utrecht-other: 3; }"

    made = style([f"{sheet} p {{ margin: calc(var(--utrecht-around, 0) * var(--utrecht-other)); }}"], [])

    assert made == ":root{--utrecht-other:2}p > *{--utrecht-other:3}p{margin:calc(1 * var(--utrecht-other))}"


def test_what_is_for_paper_is_left_out() -> None:
    sheet = (
        "p { page-break-inside: avoid; color: red; break-after: avoid; } @media print { p { margin: 0; } }"
    )

    assert style([sheet], []) == "p{color:red}"


def test_space_that_says_something_stays() -> None:
    assert smaller("a :is(b) > c { margin : 0 auto ; }") == "a :is(b) > c{margin :0 auto}"
