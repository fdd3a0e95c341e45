from math import log, log2

from hypothesis import given
from hypothesis import strategies as st

from survey.collection.snapshot.counted import Print
from survey.collection.snapshot.parts import Part
from survey.collection.snapshot.plan import Piece, Rows, pieces

BEYOND = Print()


def part(until: int, interviews: int, decisions: int = 0) -> Part:
    made_of = Print(interviews, interviews * until, until, decisions)
    return Part(1, 1, until, made_of, f"part-{until}", "", interviews, ("panel",))


def planned(parts: list[Part], prints: list[Print], *, fits: bool = True) -> list[Piece]:
    return pieces(parts, prints, lambda _: fits)


def test_without_parts_everything_is_one_piece() -> None:
    (found,) = planned([], [Print(7, 40, 12)])
    assert (found.until, found.sources) == (12, (Rows(0, 12),))


def test_nothing_new_leaves_every_part() -> None:
    held = [part(10, 9), part(13, 2)]
    assert [one.stays for one in planned(held, [one.made_of for one in held] + [BEYOND])] == held


def test_what_is_new_becomes_a_part_of_its_own() -> None:
    old = part(10, 9)
    first, second = planned([old], [old.made_of, Print(2, 25, 13)])
    assert first.stays == old
    assert second.sources == (Rows(10, 13),)


def test_a_range_that_changed_is_read_again_and_its_neighbours_are_not() -> None:
    held = [part(10, 90), part(20, 20), part(30, 4)]
    prints = [one.made_of for one in held]
    prints[1] = Print(21, 400, 20, 1)
    assert [one.stays or one.sources for one in planned(held, [*prints, BEYOND])] == [
        held[0],
        (Rows(10, 20),),
        held[2],
    ]


def test_a_part_whose_columns_changed_is_made_again() -> None:
    old = part(10, 9)
    (found,) = planned([old], [old.made_of, BEYOND], fits=False)
    assert found.sources == (Rows(0, 10),)


def test_a_range_without_interviews_joins_the_next_one() -> None:
    held = [part(10, 9), part(20, 2, 3)]
    (found,) = planned(held, [Print(0, 0, 0, 9), held[1].made_of, BEYOND])
    stays = found.stays
    assert stays is not None
    assert stays.file == held[1].file
    assert stays.made_of == Print(
        2, 40, 20, 12
    )  # nothing is read again when the decisions of both are counted


def test_a_last_range_without_interviews_is_left_to_what_comes() -> None:
    held = [part(10, 9), part(20, 2)]
    (first,) = planned(held, [held[0].made_of, Print(0, 0, 0, 2), BEYOND])
    assert first.stays == held[0]
    again = planned([held[0]], [held[0].made_of, Print(1, 25, 25, 2)])
    assert again[1].sources == (Rows(10, 25),)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=200))
def test_however_they_arrive_parts_stay_few_and_rows_are_seldom_written(arrivals: list[int]) -> None:
    parts: list[Part] = []
    written: dict[int, int] = {}
    place = 0
    for size in arrivals:
        new = range(place + 1, place + size + 1)
        place += size
        now: list[Part] = []
        found = planned(parts, [one.made_of for one in parts] + [Print(size, sum(new), place)])
        for piece in found:
            start = now[-1].until if now else 0
            if piece.stays is None:
                for row in range(start + 1, piece.until + 1):
                    written[row] = written.get(row, 0) + 1
            now.append(piece.stays or part_of(piece))
        parts = now
        assert parts[-1].until == place
        assert sum(one.interviews for one in parts) == place
        assert len(parts) <= log2(place) + 1
    assert max(written.values()) <= 1 + log(place, 1.5)


def part_of(piece: Piece) -> Part:
    return Part(
        1, 1, piece.until, piece.made_of, f"part-{piece.until}", "", piece.made_of.interviews, ("panel",)
    )
