"""The page docs/selection.md: what the simulation of `bench.selection` found, as tables."""

import numpy as np

from bench.panel_town import RESIDENTS
from bench.selection import ASKED, BY_WIJK, METHODS, SAMPLES, SEED, Simulated


def page(found: Simulated) -> str:
    """The page in Markdown."""
    return "\n\n".join([_HEAD, _drawn(found), _table(found), _read(found), _wijken(found), _TAIL]) + "\n"


def _drawn(found: Simulated) -> str:
    return (
        f"Of {RESIDENTS:,} residents {found.truth:.1%} know the team unaided. In {SAMPLES:,} samples (seed {SEED}) about "
        f"1,000 residents joined the panel, of whom {found.made['none'].estimate.mean():.1%} know it; "
        f"{ASKED} residents drawn at random form the reference sample."
    )


def _table(found: Simulated) -> str:
    lines = [
        "| method | mean | bias | bias removed | sd | mean error (se) | rmse | 95% interval holds the truth | holds the method's own mean |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, label in METHODS.items():
        one = found.made[name]
        own = found.covered(name, around=float(one.estimate.mean()))
        lines.append(
            f"| {label} | {one.estimate.mean():.1%} | {100 * found.bias(name):+.1f} | {found.removed(name):.0%} | "
            f"{100 * one.estimate.std():.1f} | {100 * one.se.mean():.1f} | {100 * found.rmse(name):.1f} | "
            f"{found.covered(name):.1%} | {own:.1%} |"
        )
    return "\n".join(lines) + "\n\nBias, sd, error and rmse in percentage points."


def _read(found: Simulated) -> str:
    register = ", ".join(
        f"{name} {found.removed(key):.0%}"
        for key, name in (
            ("raking", "raking"),
            ("doubly_robust", "the doubly robust estimate"),
            ("mrp", "MRP"),
        )
    )
    left = found.made["doubly_robust_more"].estimate.mean()
    times = left / (1 - left) / (found.truth / (1 - found.truth))
    return (
        f"Of the bias, what the register knows removes: {register}. Those intervals are right about chance (they hold "
        f"their own mean) and wrong about the town: raking's held the truth in {found.covered('raking'):.0%} of the samples. A "
        f"reference sample that knows what else drives joining removes {found.removed('quasi'):.0%} by quasi-randomisation and "
        f"{found.removed('doubly_robust_more'):.0%} by the doubly robust estimate. What remains, "
        f"{100 * found.bias('doubly_robust_more'):+.1f} points, is selection on interest in the town, which nobody measured: "
        f"as if who knows the team joins {times:.2f} times as easily as others like them. No method can see that; "
        "`analysis.imperfect.sensitivity` says how much of it a conclusion bears."
    )


def _wijken(found: Simulated) -> str:
    lines = [
        (
            "## Per wijk\n\nTwelve wijken, about 80 panel members in each: root mean squared error in percentage points, "
            "the selection bias included.\n"
        ),
        "| method | rmse |",
        "| --- | --- |",
    ]
    lines += [
        f"| {label} | {100 * float(np.sqrt(found.by_wijk[name].mean())):.1f} |"
        for name, label in BY_WIJK.items()
    ]
    return "\n".join(lines)


_HEAD = """# What is left of a panel's bias after each correction

Produced by `python -m bench selection`. The town and everything about it are synthetic: no figure here says anything about a
real municipality. Older, highly educated men join more easily and know the team better; so do volunteers, which the
register does not know and a reference sample may ask; and so do people with an interest in the town, which nobody measures."""

_TAIL = """## The fit of the multilevel model

MRP uses an own nested Laplace approximation (`analysis.areas.posterior`): for given standard deviations the coefficients are
normal around their mode, the standard deviations are integrated over a grid, and the draws are weighted by the posterior itself.
The maximum likelihood fit (`analysis.areas.multilevel`) gives lme4's published figures for the `cbpp` data. The variational fit of
statsmodels (`BinomialBayesMixedGLM`) gives coefficients within 0.15 of it there; the own fit was chosen because it takes
effective counts that are not whole, needs no row per answer, and gives the interval of a share without a normal approximation
of its own."""
