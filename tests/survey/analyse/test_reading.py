"""How the command line is read, and what stands on the screen."""

from pathlib import Path

import pytest

from survey.analyse.arguments import names, quantiles, repeated
from tests.golden.pack import HERE
from tests.survey.analyse.asking import asked, told

PANEL = str(HERE / "panel980.csv")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("f.csv --mean a b --json", "f.csv --mean a --mean b --json"),
        ("f.csv --mean a --by x y", "f.csv --mean a --by x --by y"),
        ("--mean a b f.csv --by x", "--mean a --mean b f.csv --by x"),
        ("--weight w f.csv --mean a", "--weight w f.csv --mean a"),
        ("--weight w --mean a b.c f.parquet", "--weight w --mean a --mean b.c f.parquet"),
        ("f.csv --where x --mean a.csv b.csv", "f.csv --where x --mean a.csv --mean b.csv"),
    ],
)
def test_an_option_takes_all_names_that_follow(written: str, meant: str) -> None:
    assert repeated(written.split()) == meant.split()


def test_names_may_stand_apart_or_with_commas() -> None:
    assert names(["a,b", " c "]) == ("a", "b", "c")
    assert quantiles(["a@0.25,0.5,b@0.5", "0.9"]) == ("a@0.25,0.5", "b@0.5,0.9")
    assert quantiles(["a"]) == ("a",)


def test_a_semicolon_file_with_decimal_commas_is_read_as_it_is_meant(tmp_path: Path) -> None:
    (tmp_path / "nl.csv").write_bytes(
        "wijk;cijfer;café\nCentrum;7,5;ja\nCentrum;6,5;nee\nZuid;8,0;NA\n".encode("cp1252")
    )
    rows = asked(tmp_path / "nl.csv", "--mean", "cijfer")
    assert rows[0]["estimate"] == pytest.approx((7.5 + 6.5 + 8) / 3)
    answers = asked(tmp_path / "nl.csv", "--proportion", "café")
    assert [(row["entity"], row["n"], row["missing"]) for row in answers] == [("ja", 2, 1), ("nee", 2, 1)]


def test_the_screen_shows_n_figure_margin_method_and_caveats() -> None:
    shown = told(PANEL, "--proportion", "spontaan", "--mean", "rapportcijfer").exit_code
    assert shown == 2
    text = told(PANEL, "--mean", "rapportcijfer", "--by", "sexe").stdout
    assert "maat" in text
    assert "sexe=V" in text
    assert "Marge: mean, 95%." in text
    assert "Zonder antwoord, en weggelaten: rapportcijfer sexe=M: 33, rapportcijfer sexe=V: 19." in text
    assert "De herkomst van deze antwoorden is niet bekend." in text
    share = told(PANEL, "--proportion", "spontaan").stdout
    assert "28.8%" in share
    assert "26.0% - 31.7%" in share


def test_the_screen_shows_tests_quantiles_and_coefficients() -> None:
    assert "Rao-Scott, tweede orde (F), 95%." in told(PANEL, "--chisq", "sexe,spontaan").stdout
    assert "rapportcijfer@0.5" in told(PANEL, "--quantile", "rapportcijfer@0.5").stdout
    model = told(PANEL, "--linear", "rapportcijfer ~ sexe").stdout
    assert "(Intercept)" in model
    assert "weggelaten omdat er iets niet bekend was: 52" in model
    raked = told(PANEL, "--replicates", "JK1", "--mean", "spontaan").stdout
    assert "replicatiegewichten" in raked


def test_weighting_is_named_on_the_screen() -> None:
    margins = str(HERE / "basic" / "panel980-margins.csv")
    text = told(str(HERE / "basic" / "panel980.csv"), "--rake", margins, "--mean", "volunteer").stdout
    assert "Weging: de fouten houden rekening met calibrate." in text


def test_a_condition_that_nobody_meets_gives_no_figure_and_says_so() -> None:
    rows = asked(Path(PANEL), "--mean", "spontaan", "--where", "wijk == 99")
    assert [(row["n"], row["estimate"], row["small"]) for row in rows] == [(0, None, True)]
    assert "empty" in rows[0]["caveats"]
    assert (
        "Geen enkele rij voldoet"
        in told(PANEL, "--mean", "spontaan", "--by", "sexe", "--where", "wijk == 99").stdout
    )
