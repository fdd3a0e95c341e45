"""Mistakes in what is asked: names, texts, options, measures."""

N_ = str

CONTENT: dict[str, tuple[str, str, str]] = {
    "no-pages": (
        "error",
        N_("Deze vragenlijst heeft geen pagina's."),
        N_("Zet onder pages: ten minste één pagina."),
    ),
}
