"""Made-up areas for the tests of models for small areas."""

import numpy as np
import pyarrow as pa

from analysis.areas.direct import Direct, direct

NAMES = tuple(f"wijk {place:02d}" for place in range(1, 13))


def twelve(seed: int = 5, between: float = 0.01) -> tuple[Direct, dict[str, dict[str, float]]]:
    """Shares of twelve wijken, 8 to 90 answers each, and one covariate."""
    rng = np.random.default_rng(seed)
    n = np.linspace(8, 90, len(NAMES)).round()
    x = rng.normal(size=len(NAMES)).round(3)
    truth = np.clip(0.4 + 0.08 * x + rng.normal(0, between**0.5, len(NAMES)), 0.05, 0.95)
    share = rng.binomial(n.astype(int), truth) / n
    variance = np.clip(share, 0.1, 0.9) * np.clip(1 - share, 0.1, 0.9) / n
    found = direct(NAMES, list(share), list(variance), n=list(n), n_eff=list(n), df=list(n - 1))
    return found, {"x": dict(zip(NAMES, map(float, x), strict=True))}


def interviews(seed: int = 8, areas: int = 8, each: int = 60) -> pa.Table:
    """Answers of a made-up sample: wijk, sexe, weight, knows."""
    rng = np.random.default_rng(seed)
    wijk = np.repeat(np.arange(areas), each)
    sexe = rng.choice(["m", "v"], len(wijk))
    effect = rng.normal(0, 0.6, areas)
    chance = 1 / (1 + np.exp(-(-0.3 + effect[wijk] + 0.5 * (sexe == "v"))))
    return pa.table(
        {
            "wijk": [NAMES[place] for place in wijk],
            "sexe": sexe,
            "plein": [f"plein {place % 5}" for place in range(len(wijk))],
            "w": np.round(rng.uniform(0.5, 2.0, len(wijk)), 3),
            "knows": (rng.random(len(wijk)) < chance).astype(float),
        }
    )
