"""Which value is the quantile, when the weights pin it down to an interval between two answers.

With the answers x_1 <= ... <= x_n, their weights w_k, C_k = w_1 + ... + w_k and W = C_n, for the first three over the
distinct values:

* `math` (= `hf1`): the smallest x_k with C_k >= p W;
* `school` (= `hf2`): the same, but where C_k = p W the middle of x_k and x_{k+1};
* `hf3`: the same, but where C_k = p W the one of x_k and x_{k+1} with an even place;
* `hf4` ... `hf9`: linear interpolation of the points (p_k, x_k), with p_k = C_k / W (`hf4`), (C_k - w_k / 2) / W
  (`hf5`), C_k / (W + w_n) (`hf6`), C_{k-1} / C_{n-1} (`hf7`), (C_k - w_k / 3) / (W + w_n / 3) (`hf8`) and
  (C_k - 3 w_k / 8) / (W + w_n / 4) (`hf9`); below p_1 it is x_1, above p_n it is x_n

(Hyndman and Fan 1996, types 1 to 9, with weights for counts as R's `svyquantile` defines them). For `hf4` to `hf9` equal
answers stand in the order of the table, as in R: with unequal weights the result depends on that order a little. Two
differences from `survey` 4.1.1, both below the first answer's share of the weights: there it gives x_2 for the first
three, and values below x_1 for `hf4`.
"""

from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Rule = Literal["math", "school", "hf1", "hf2", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9"]
RULES: tuple[Rule, ...] = get_args(Rule)

DISCRETE: frozenset[Rule] = frozenset({"math", "school", "hf1", "hf2", "hf3"})

SAME = 1e-12  # a difference of shares below it is rounding


def quantile_at(values: "Floats", weights: "Floats", shares: "Floats", rule: Rule) -> "Floats":
    """The quantiles [k] of the distribution that puts `weights` on `values`.

    Args:
        values: ascending, at least one, and for the discrete rules distinct [n].
        weights: > 0 [n].
        shares: p, between 0 and 1 [k].
        rule: see the module.
    """
    cumulated = np.cumsum(weights)
    whole = cumulated[-1]
    if len(values) == 1:
        return np.full(len(shares), values[0])
    if rule in DISCRETE:
        reached = cumulated / whole
        place = np.minimum(np.searchsorted(reached, shares - SAME), len(values) - 1)
        after = np.minimum(place + 1, len(values) - 1)
        hit = np.abs(reached[place] - shares) <= SAME
        if rule in {"school", "hf2"}:
            return np.where(hit, (values[place] + values[after]) / 2, values[place])
        if rule == "hf3":
            odd = place % 2 == 0  # places count from 1 in the definition
            return np.where(hit & odd, values[after], values[place])
        found: Floats = values[place]
        return found
    return np.interp(shares, _points(weights, cumulated, rule), values)


def _points(weights: "Floats", cumulated: "Floats", rule: Rule) -> "Floats":
    whole, last = cumulated[-1], weights[-1]
    points: dict[str, Floats] = {
        "hf4": cumulated / whole,
        "hf5": (cumulated - weights / 2) / whole,
        "hf6": cumulated / (whole + last),
        "hf7": (cumulated - weights) / (whole - last),
        "hf8": (cumulated - weights / 3) / (whole + last / 3),
        "hf9": (cumulated - 3 * weights / 8) / (whole + last / 4),
    }
    return points[rule]
