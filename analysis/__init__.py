"""From responses to estimates: a library of its own, for any Parquet, CSV, pandas, Polars or PyArrow table.

    from analysis.design import Design
    from analysis.estimate import estimate

    design = Design(strata="wijk", psu="place", weight="weight")
    for figure in estimate("interviews.parquet", design, ["knows_team"], by="wijk"):
        print(figure.by, figure.sentence)

Nothing heavy is imported before it is needed. What stands where: `design` (how the sample was drawn), `estimate` and
`table` (figures, with their covariance), `contrast`, `quantiles`, `weighting`, `replicates`, `compare`, `models`,
`reach`, `norms`, `areas`, `imperfect`, `planning`, `quality`, `disclosure`, `arrow`; every refusal is an
`errors.AnalysisError` that says what was expected, what came and what to do.
"""
