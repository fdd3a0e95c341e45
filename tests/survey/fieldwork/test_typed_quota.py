"""The quota as a form and as a table: sent back unchanged it stays what it was."""

from hypothesis import given
from hypothesis import strategies as st

from survey.fieldwork.import_quota import export_quota, import_quota
from survey.fieldwork.quota import EVERYWHERE, cell_row, group_row
from survey.fieldwork.typed_quota import grid, targets, with_group, without_group

PLACES = [("", EVERYWHERE), ("noord", "Noord"), ("zuid", "Zuid; en verder")]
_LABEL = st.text("abc =+@\"';-", min_size=1, max_size=12).map(str.strip).filter(bool)


@st.composite
def quotas(draw):
    """Rows of a quota: some groups, each with numbers in some of the places."""
    labels = draw(st.lists(_LABEL, min_size=1, max_size=4, unique_by=str.casefold))
    rows = []
    for at, label in enumerate(labels):
        code = f"groep-{at}"
        rows.append(group_row(code, label, {"sex": ["woman"]}))
        for area, name in PLACES:
            number = draw(st.none() | st.integers(0, 99_999))
            if number is not None:
                rows.append(cell_row(code, area, f"{label}, {name}", number))
    return rows


@given(quotas())
def test_a_form_that_is_sent_as_it_was_shown_changes_nothing(rows):
    shown = {box.name: box.value for line in grid(rows, PLACES) for box in (line.order, *line.boxes)}
    assert targets(rows, PLACES, shown) == rows


@given(quotas())
def test_a_table_that_is_read_back_changes_nothing_and_runs_nothing_in_a_spreadsheet(rows):
    table = export_quota(rows, PLACES)
    assert all(not line.startswith(("=", "+", "@", "-")) for line in table.lstrip("\ufeff").splitlines())
    if any(row["area"] is not None for row in rows):
        assert import_quota(table, rows, PLACES) == rows


@given(quotas(), quotas())
def test_a_group_that_is_taken_away_takes_only_its_own_numbers(rows, others):
    left = without_group(rows, "groep-0")
    assert left == [row for row in rows if row["group"] != "groep-0"]
    changed = with_group(rows, others[0])
    assert [row for row in changed if row["group"] != "groep-0"] == left
    assert changed[0] == others[0]
