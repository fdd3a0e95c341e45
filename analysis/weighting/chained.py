"""One chain of imputations: each column in turn is drawn from a model on the others (statsmodels' MICEData).

Numbers are imputed by predictive mean matching: the answer of one of five people with the nearest prediction (Little
1988). MICEData knows numbers only; categories are drawn here from a multinomial logistic regression whose parameters
are drawn first (van Buuren 2018, *Flexible Imputation of Missing Data*, sections 3.4 and 3.6). Its slopes have a weak
normal prior, on the scale of one standard deviation of a predictor, so that a category that is perfectly predicted
does no harm.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from analysis.cells import Floats

DONORS = 5
EVERY = "every"  # a column without missing values, that is no predictor
PRIOR = 2.5  # standard deviation of a slope before the data are seen
STEPS, NEAR = 50, 1e-8


def chain(data: Any, categorical: dict[str, int], seed: int) -> Any:
    """A MICEData over a pandas frame of numbers, in which categories are codes from 0.

    Args:
        data: with NaN where a value is missing; names are identifiers.
        categorical: columns of codes, with their number of categories.
        seed: of NumPy's PCG64.
    """
    from statsmodels.imputation.mice import MICEData

    class Chain(MICEData):  # type: ignore[misc]  # statsmodels has no types
        """Draws categories from their own model; numbers as MICEData does."""

        def update(self, vname: str) -> None:
            """Impute one column, given the others as they stand."""
            if vname not in categorical:
                super().update(vname)
                return
            observed, exog, missing, *_ = self.get_split_data(vname)
            chance = drawn_chances(observed.astype(np.int64), exog, missing, categorical[vname], self.rng)
            uniform = self.rng.random(len(chance))
            codes = (uniform[:, None] > np.cumsum(chance, axis=1)[:, :-1]).sum(axis=1)
            self._store_changes(vname, codes.astype(np.float64))

        def get_split_data(self, vname: str) -> tuple[Any, ...]:
            """Answers and predictors where the column was observed, and the predictors where it was not.

            A column per category but the first: the same each round, where a formula would look for them again.
            """
            columns = [np.ones(len(self.data))]
            for name in self.data.columns:
                values = self.data[name].to_numpy()
                if name not in {vname, EVERY}:
                    codes = range(1, categorical.get(name, 0))
                    columns += [(values == code).astype(np.float64) for code in codes] if codes else [values]
            exog = np.stack(columns, axis=1)
            seen, missing = self.ix_obs[vname], self.ix_miss[vname]
            return self.data[vname].to_numpy()[seen], exog[seen], exog[missing], {}, {}

        def get_fitting_data(self, vname: str) -> tuple[Any, ...]:
            """Answers and predictors where the column was observed."""
            answers, exog, *_ = self.get_split_data(vname)
            return answers, exog, {}, {}

    # A row in which everything is missing stays in its place.
    return Chain(data.assign(**{EVERY: 0.0}), k_pmm=DONORS, rng=np.random.Generator(np.random.PCG64(seed)))


def drawn_chances(
    observed: "np.ndarray[Any, Any]", exog: "Floats", missing: "Floats", size: int, rng: np.random.Generator
) -> "Floats":
    """Chances of each category for the rows that miss it [missing, categories], under parameters drawn at random.

    Args:
        observed: codes of the rows that have it [rows]; every code below `size` occurs.
        exog: their predictors, with a constant [rows, p].
        missing: the predictors of the others [missing, p].
        size: number of categories, two or more.
        rng: where the draw comes from.
    """
    from statsmodels.discrete.discrete_model import MNLogit

    centre, spread = exog.mean(axis=0), exog.std(axis=0)
    constant = spread == 0
    centre, spread = np.where(constant, 0.0, centre), np.where(constant, 1.0, spread)
    model = MNLogit(observed, (exog - centre) / spread)
    width = exog.shape[1]
    penalty = np.tile(np.where(constant, NEAR, 1 / PRIOR**2), size - 1)
    params = np.zeros(width * (size - 1))
    for _ in range(STEPS):
        slope = np.asarray(model.score(params)).ravel() - penalty * params
        bend = -np.asarray(model.hessian(params)) + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        params = params + step
        if np.abs(step).max() < NEAR:
            break
    drawn = rng.multivariate_normal(params, np.linalg.inv(bend), method="cholesky")
    found: Floats = model.predict(drawn.reshape(width, size - 1, order="F"), (missing - centre) / spread)
    return found
