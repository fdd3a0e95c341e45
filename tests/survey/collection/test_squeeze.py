"""Fewer bytes, and the same is said."""

import pytest

from survey.collection import squeeze


def test_a_script_is_shorter_and_keeps_its_texts_and_licences() -> None:
    made = squeeze.script(
        "/*! licence */\nconst made = `a\n  b ${c}`;\nf( made, new Map( made ) );\n\n\ng( made );\nh( made );\n\n"
    )

    assert made == "/*! licence */\nconst made=`a\n  b ${c}`;f(made,new Map(made)),g(made),h(made);"


def test_a_style_is_shorter_and_keeps_what_is_said_aloud() -> None:
    made = squeeze.sheet('/* why */ .a::before { content: "!  " / ""; margin-block: 0 0; }\n')

    assert made == '.a:before{content:"!  "/"";margin-block:0}'


@pytest.mark.parametrize("text", ["const a = '</script>';\n", "a('<!--');\n", "const = ;\n"])
def test_what_can_not_stand_in_a_page_or_is_no_script_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="can not"):
        squeeze.script(text)


def test_a_style_that_would_end_where_it_stands_is_refused() -> None:
    with pytest.raises(ValueError, match="can not stand"):
        squeeze.sheet('a::before { content: "</style>"; }')
