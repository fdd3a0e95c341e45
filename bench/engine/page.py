"""The section "The statistics engine" of docs/performance.md, from what was measured."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bench.engine.questions import PANEL, QUESTIONS, SIZES, WHOLE, Question

PAGE = Path(__file__).parent.parent.parent / "docs" / "performance.md"
HEAD = "## The statistics engine"
CONTESTANTS = {"ours": "Wijkpeil", "R": "R `survey`", "svy": "`svy`"}
AFTER_RAKE = "raked table after rake"

Found = Mapping[str, Mapping[str, Any]]


def write(kept: Mapping[str, Any]) -> None:
    """Put the section in the place of the one that stands there, or at the end."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(HEAD)
    after = "\n## " + rest.split("\n## ", 1)[1] if "\n## " in rest else ""
    PAGE.write_text(before.rstrip() + "\n\n" + section(kept).rstrip() + "\n" + after, encoding="utf-8")


def section(kept: Mapping[str, Any]) -> str:
    """The section in Markdown."""
    found: Found = kept["found"]
    sizes = [size for size in SIZES if f"ours {size}" in found]
    parts = [
        HEAD,
        _intro(kept, found),
        *(part for size in sizes for part in (f"### {size:,} rows", _of(found, size))),
    ]
    if f"ours {PANEL}" in found:
        parts += [f"### A panel of {PANEL}", _panel(found)]
    parts += ["### The same numbers", _agreement(found), _NOTES]
    return "\n\n".join(parts) + "\n"


def _intro(kept: Mapping[str, Any], found: Found) -> str:
    versions = {
        name: next((one["version"] for key, one in found.items() if key.split()[0] == name), "")
        for name in CONTESTANTS
    }
    days = sorted({one["when"] for one in found.values()})
    return (
        f"Made by `python -m bench engine` (slow ones by `--everything`), {days[0]}"
        f"{' to ' + days[-1] if days[-1] != days[0] else ''}, on {kept['machine']}. Wijkpeil on {versions['ours']}; "
        f"R and `survey` {versions['R'] or 'not measured'}; `svy` {versions['svy'] or 'not measured'}. "
        "A synthetic survey of a municipality (`bench/municipality.py`): 20 wijken as strata, up to 500 places in "
        "each as PSUs, 4 factors making 90 cells, 6 yes/no indicators. Seconds of wall clock, warm: the columns have "
        "been read, by R and `svy` into their data frames with the design built. No answer of Wijkpeil is one that "
        "it remembered, but in the line that says so."
    )


def _of(found: Found, size: int) -> str:
    here = {name: found.get(f"{name} {size}", {}) for name in CONTESTANTS}
    rows = [_line(one, size, here) for one in QUESTIONS if size in one.sizes]
    rows.append(("reading and design", "", *(_built(here[name]) for name in ("R", "svy")), "", "", ""))
    for name in WHOLE:
        told = next(one.told for one in QUESTIONS if one.name == name)
        walls = {who: one.get("whole", {}).get(name, {}).get("wall") for who, one in here.items()}
        rows.append((f"whole process, from file: {told}", *_compared(walls), ""))
    peaks = [f"{one['peak'] / 1e9:.2f} GB" if "peak" in one else "" for one in here.values()]
    rows.append(("peak memory", *peaks, "", "", "1 GB"))
    head = ("question", *CONTESTANTS.values(), "R : ours", "`svy` : ours", "target")
    return table(head, rows)


def _line(one: Question, size: int, here: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    taken = {name: entry.get("seconds", {}).get(one.name) for name, entry in here.items()}
    cells = list(_compared(taken))
    slow = here["R"].get("seconds", {}).get(AFTER_RAKE)
    if one.name == "raked table" and slow is not None:
        cells[1] += f" ({seconds(slow)} after `rake`)"
    target = one.targets.get(size)
    return (one.told, *cells, "" if target is None else seconds(target))


def _compared(taken: Mapping[str, float | None]) -> tuple[str, ...]:
    own = taken["ours"]
    times = [
        f"{other / own:,.0f}" if own and other is not None else "" for other in (taken["R"], taken["svy"])
    ]
    return (*(seconds(one) for one in taken.values()), *times)


def _built(entry: Mapping[str, Any]) -> str:
    parts = [entry.get("seconds", {}).get(name) for name in ("reading", "design")]
    return "" if None in parts else " + ".join(seconds(one) for one in parts)


def _panel(found: Found) -> str:
    here = {name: found.get(f"{name} {PANEL}", {}) for name in CONTESTANTS}
    rows = [_line(one, PANEL, here) for one in QUESTIONS if PANEL in one.sizes]
    return table(("question", *CONTESTANTS.values(), "R : ours", "`svy` : ours", "target"), rows)


def _agreement(found: Found) -> str:
    names = [one for one in QUESTIONS if one.others]
    rows = []
    for size in (PANEL, *SIZES):
        for name in ("R", "svy"):
            said = found.get(f"{name} {size}", {}).get("verdicts", {})
            rows += [
                (f"{size:,}", CONTESTANTS[name], one.told, said[one.name])
                for one in names
                if one.name in said and said[one.name] != "the same"
            ]
            if AFTER_RAKE in said:
                rows.append((f"{size:,}", "R `survey`, after `rake`", "raked table", said[AFTER_RAKE]))
    compared = sum(len(one.get("verdicts", {})) for one in found.values())
    told = f"Of {compared} answers of others, compared number by number, all are the same to 1e-6 but these:"
    if not rows:
        return f"All {compared} answers of others, compared number by number, are the same to 1e-6."
    return f"{told}\n\n{table(('rows', 'of', 'question', 'difference'), rows)}"


def seconds(taken: float | None) -> str:
    """With three digits that say something; empty when there is none."""
    if taken is None:
        return ""
    return f"{taken:.1f}" if taken >= 10 else f"{taken:.2f}" if taken >= 1 else f"{taken:.3f}"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    rule = tuple("---" for _ in head)
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


_NOTES = """R's errors on the raked design come from `calibrate` (weighted regression residuals), as ours do by default; after
`rake` it takes rounds of unweighted means, another definition that is there by name (`variance="rake"`). The errors of a
bootstrap depend on its draws; of these the estimates are compared. R reads plain bytes, which is quicker than any
file it knows. Whole report: design, raking, the raked table, regression and test on the raked design."""
