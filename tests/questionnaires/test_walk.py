"""Somebody who answers whatever the page offers comes to the end, in every language."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires import forms, library, render
from questionnaires.engine.check import check
from questionnaires.engine.route import ending, following, path
from questionnaires.programme import for_areas, publishable
from tests.questionnaires.browser import choices, sent
from tests.questionnaires.every_kind import LANGUAGES, Posted, context
from tests.questionnaires.every_kind import programme as every_kind

AREAS = [("noord", "Noord"), ("zuid", "Zuid")]
PROGRAMMES = {name: for_areas(publishable(library.load(name)), AREAS) for name in library.names()}
PROGRAMMES["every-kind"] = every_kind()
TYPED = {
    "number": {"": "3"},
    "date": {"-day": "7", "-month": "5", "-year": "1960"},
    "text": {"": "Brink"},
    "long_text": {"": "Een feest"},
}


def chosen(draw, html, maximum):
    """What somebody fills in on a page: one of the values that it offers, or a few where it asks for several."""
    posted = Posted(sent(html))
    for name, (kind, together, alone) in choices(html).items():
        apart = draw(st.booleans()) if together or kind in TYPED else True
        if kind in TYPED and not (apart and alone):
            posted |= {f"{name}{part}": [value] for part, value in TYPED[kind].items()}
        elif apart and alone:
            posted[name] = [*posted.get(name, []), draw(st.sampled_from(alone))]
        else:
            most = (maximum(name) or len(together)) if kind == "multiple" else 1
            posted[name] = draw(st.lists(st.sampled_from(together), min_size=1, max_size=most, unique=True))
    return Posted(posted)


@pytest.mark.parametrize("name", PROGRAMMES)
def test_an_interview_that_takes_what_is_offered_is_never_refused_and_ends(name):
    programme = PROGRAMMES[name]

    @settings(max_examples=25)
    @given(
        st.data(),
        st.sampled_from(LANGUAGES),
        st.integers(0, 2**32 - 1),
        st.sampled_from(["interviewer", "online"]),
    )
    def interview(data, language, seed, mode):
        answers, shown = {}, []
        page = following(programme, answers, context(language, seed=seed, mode=mode), None)
        while page is not None:
            now = context(language, seed=seed, mode=mode, shown=shown)
            html = render.page(programme, page, answers=answers, problems={}, context=now)
            posted = chosen(data.draw, html, lambda question: programme["variables"][question]["max"])
            form = forms.form(programme, page, now)(posted, answers=answers)
            assert form.validate(), forms.problems(form)
            answers |= forms.answers(form)
            shown.append(page)
            page = following(programme, answers, now, page)
        end = context(language, seed=seed, mode=mode, shown=shown)
        assert path(programme, answers, end) == shown
        assert all(not check(programme, each, value, answers, end) for each, value in answers.items())
        assert len(render.summary(programme, answers=answers, context=end)) == len(answers)
        if answers.get("consent", "yes") == "yes" and answers.get("age") != "under_18":
            assert ending(programme, answers, end) is None

    interview()
