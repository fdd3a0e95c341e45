"""What holds for every route, on random programmes and answers."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from questionnaires.engine import route
from questionnaires.engine.check import check
from tests.questionnaires.engine import interviews


@st.composite
def walks(draw: st.DrawFn):
    """Give a random programme with answers and a context."""
    random = Random(draw(st.integers(0, 2**32)))  # noqa: S311 - a repeatable sample, no secret
    programme = interviews.programme(random)
    return programme, interviews.answers(random, programme), interviews.context(random, programme)


@given(walks())
def test_answers_off_the_path_change_nothing(walked):
    programme, answers, context = walked
    counting = route.counted(programme, answers, context)
    assert route.walk(programme, counting, context) == route.walk(programme, answers, context)


@given(walks())
def test_the_path_is_passed_page_by_page_in_both_directions(walked):
    programme, answers, context = walked
    path = route.path(programme, answers, context)
    forward = [page := None] + [page := route.following(programme, answers, context, page) for _ in path]
    backward = [page := None] + [page := route.preceding(programme, answers, context, page) for _ in path]
    assert forward[1:] == path
    assert backward[:0:-1] == path
    if path:
        assert route.following(programme, answers, context, path[-1]) is None
        assert route.preceding(programme, answers, context, path[0]) is None


@given(walks())
def test_each_page_of_the_path_asks_something_and_each_counted_answer_was_asked(walked):
    programme, answers, context = walked
    walk = route.walk(programme, answers, context)
    questions = {page["id"]: page["questions"] for page in programme["pages"]}
    assert all(set(questions[page]) & set(walk.names) for page in walk.pages)
    assert walk.counted.keys() <= set(walk.names) & answers.keys()


@given(walks())
def test_an_interview_is_walked_to_its_end_by_answering_what_is_asked(walked):
    programme, answers, context = walked
    given_so_far, page, shown = {}, None, []
    while (page := route.following(programme, given_so_far, context, page)) is not None:
        shown.append(page)
        asked = route.asked(programme, given_so_far, context)
        on_page = next(each["questions"] for each in programme["pages"] if each["id"] == page)
        given_so_far |= {name: answers[name] for name in on_page if name in asked and name in answers}
    assert len(shown) == len(set(shown))
    assert shown == [page for page in route.path(programme, given_so_far, context) if page in shown]


@given(walks())
def test_checking_changes_nothing_and_names_only_known_fields(walked):
    programme, answers, context = walked
    before = repr((programme, answers, context))
    for name in programme["variables"]:
        for problem in check(programme, name, answers.get(name), answers, context):
            assert problem.keys() == {"code", "params", "soft"}
    assert repr((programme, answers, context)) == before
