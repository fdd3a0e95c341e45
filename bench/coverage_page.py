"""The page docs/coverage.md: what the simulation of `bench.coverage` found, as tables."""

from collections.abc import Iterable, Mapping

from analysis import intervals
from bench.coverage import (
    COMPARED,
    DESIGNS,
    LARGER,
    LEAST,
    MORE_PLACES,
    MOST,
    RARE,
    SAMPLES,
    SEED,
    SIZES,
    TRUE,
    Held,
)

Found = Mapping[tuple[str, float, int], Mapping[str, Held]]
Beyond = Mapping[tuple[int, int, float], tuple[Held, Held]]

SHOWN = tuple(method for method in intervals.METHODS if method != "xlogit")

_TITLES = {
    "random": "Residents drawn at random from everywhere",
    "strata": "Equally many residents in each of five wijken of unequal size",
    "latent 0.05": "Ten places, two in each wijk; intraclass correlation 0.05 on the log-odds",
    "latent 0.15": "Ten places, two in each wijk; intraclass correlation 0.15 on the log-odds",
    "answers 0.05": "Ten places, two in each wijk; intraclass correlation 0.05 between the answers",
    "answers 0.15": "Ten places, two in each wijk; intraclass correlation 0.15 between the answers",
}


def page(found: Found, beyond: Beyond) -> str:
    """The page in Markdown."""
    parts = [_HEAD, _summary(found), _WHY]
    for design in DESIGNS:
        parts += [
            f"## {_TITLES[design]}\n\nCoverage in %, by n and by the true share.",
            _coverage(found, design),
        ]
    parts += [
        (
            "## Width\n\nMean width in percentage points over the eight shares, and in brackets the samples in % in which "
            "the method gives no interval."
        ),
        _widths(found),
        (
            "## More places, more answers\n\nCoverage in % of rare answers that come in clumps (`answers 0.15`): the "
            "default, and in brackets `korn_graubard`."
        ),
        _beyond(beyond),
    ]
    return "\n\n".join(parts) + "\n"


def _summary(found: Found) -> str:
    held = {key: one[intervals.DEFAULT].coverage for key, one in found.items()}
    low = {key: value for key, value in held.items() if value < LEAST}
    high = {key: value for key, value in held.items() if value > MOST}
    kept = len(held) - len(low) - len(high)
    lines = [
        (
            f"The default held the truth in {LEAST:.0%} to {MOST:.1%} of the samples in {kept} of {len(held)} settings; "
            f"the lowest was {min(held.values()):.1%}, the highest {max(held.values()):.1%}."
        )
    ]
    for name, those in (("Below", low), ("Above", high)):
        if those:
            told = "; ".join(
                f"{design}, n = {n}, p = {true:g}: {value:.1%}" for (design, true, n), value in those.items()
            )
            lines.append(f"{name}: {told}.")
    return "\n\n".join(lines)


def _coverage(found: Found, design: str) -> str:
    rows = []
    for n in SIZES:
        for method in SHOWN:
            held = [found[design, true, n][method].coverage for true in TRUE]
            strong = "**" if method == intervals.DEFAULT else ""
            rows.append((str(n), f"{strong}{method}{strong}", *(f"{100 * one:.1f}" for one in held)))
    return _table(("n", "method", *(f"{true:g}" for true in TRUE)), rows)


def _widths(found: Found) -> str:
    def told(design: str, n: int, method: str) -> str:
        those = [found[design, true, n][method] for true in TRUE]
        width, none = (
            100 * sum(values) / len(TRUE)
            for values in zip(*((one.width, one.none) for one in those), strict=True)
        )
        return f"{width:.1f} ({none:.0f})"

    rows = [
        (design, str(n), *(told(design, n, method) for method in SHOWN)) for design in DESIGNS for n in SIZES
    ]
    return _table(("design", "n", *SHOWN), rows)


def _beyond(found: Beyond) -> str:
    def told(places: int, n: int, true: float) -> str:
        default, nchs = found[places, n, true]
        return f"{100 * default.coverage:.1f} ({100 * nchs.coverage:.1f})"

    rows = [
        (str(places), str(n), *(told(places, n, true) for true in RARE))
        for places in MORE_PLACES
        for n in LARGER
    ]
    return _table(("places", "n", *(f"{true:g}" for true in RARE)), rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    rule = tuple("---" if place < 2 else "---:" for place in range(len(head)))
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


_HEAD = f"""# Coverage of the intervals

Made by `python -m bench coverage`: {SAMPLES:,} samples per setting for the default, the first {COMPARED:,} of them for the
other methods, seed {SEED}. The populations are synthetic, so that the truth is known; no figure here is about a real
place. A 95% interval should hold the truth in 95 of 100 samples. Where a
method gives no interval (nobody or everybody positive, or no error found) it did not hold the truth. `xlogit` is left
out: it equals `logit` here. Clustered samples have ten places, two in each of five wijken of unequal size; `latent` and
`answers` say on which scale the intraclass correlation is meant (see `bench/coverage.py`)."""

_WHY = """**The default** is `korn_graubard`, and where many answers come from few places and hardly any of them is a case (an answer
of the rarer kind) it is `korn_graubard_assumed`. There the error cannot be estimated: when none of ten places shows a
rare answer that comes in clumps, the rule of the NCHS counts 400 answers as 400, though they say little more than ten,
and it held the truth in 86% (`answers 0.15`, n = 400, p = 0.02). The default assumes a correlation of 0.1 between the
answers of one place there, and the figure says so (`assumed_design_effect`, with `n_eff`). `korn_graubard` in the tables is the
rule of the NCHS without it ([decision 10](decisions/0010-korn-and-graubard-by-default.md)).

**Close to 99.5%**: Korn and Graubard's interval is Clopper and Pearson's with an effective n. With one or two positive answers
expected there are few counts to choose from, and no limit can be missed on the low side; with ten places the t value on
five degrees of freedom widens it further.

**Beyond these settings** the assumption helps but is no guarantee: the last table has more places and more answers, and
neighbours who are still more alike than 0.15 would be held less often. More places help, more answers from the same do not.
The caveat `few_places` stays for what is not assumed (15 or more answers per degree of freedom, and a share below 15% or above 85%)."""
