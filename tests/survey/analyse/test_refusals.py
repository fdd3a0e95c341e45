"""What cannot be answered is refused: wrong use with exit code 2, data with 1 and three Dutch sentences."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden.pack import HERE
from tests.survey.analyse.asking import asked, told

PANEL = str(HERE / "panel980.csv")
SMALL = "groep,w,x,y,tekst\na,1,1,3.5,ja\na,2,0,2.5,nee\nb,1,1,1.5,ja\nb,2,1,,nee\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "klein.csv").write_text(SMALL)
    return tmp_path / "klein.csv"


def refused(*arguments: str) -> str:
    done = told(*arguments)
    assert (done.exit_code, done.stdout) == (1, ""), done.output
    assert len(done.stderr.strip().splitlines()) == 3
    assert "Verwacht" in done.stderr
    return done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [PANEL],
        [PANEL, "--mean", "spontaan", "--total", "spontaan"],
        [PANEL, "--mean", "spontaan", "--rake", "a.csv", "--poststratify", "b.csv"],
        [PANEL, "--mean", "spontaan", "--statistic", "F"],
        [PANEL, "--total", "spontaan", "--interval", "wilson"],
        [PANEL, "--chisq", "sexe,spontaan", "--by", "wijk"],
        [PANEL, "--mean", "spontaan", "--level", "95"],
        [PANEL, "--mean", "spontaan", "--interval", "gevoel"],
        [PANEL, "--mean", "spontaan", "--psu", "a,b,c"],
        [PANEL, "--mean", "spontaan", "--fpc", "a,b"],
        ["--mean", "spontaan"],
    ],
)
def test_wrong_use_has_exit_code_2(arguments: list[str]) -> None:
    done = told(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Usage" in done.stderr


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    for asking in (
        ["--mean", "bestaat_niet"], ["--proportion", "bestaat_niet"], ["--ratio", "bestaat_niet/spontaan"],
        ["--mean", "spontaan", "--by", "bestaat_niet"], ["--mean", "spontaan", "--weight", "bestaat_niet"],
        ["--mean", "spontaan", "--where", "bestaat_niet == 1"], ["--quantile", "bestaat_niet@0.5"],
        ["--chisq", "sexe,bestaat_niet"], ["--linear", "bestaat_niet ~ sexe"],
    ):  # fmt: skip
        told_so = refused(PANEL, *asking)
        assert "bestaat_niet" in told_so
        assert "rapportcijfer" in told_so


def test_text_has_no_mean_no_total_and_no_quantile() -> None:
    for asking in (
        ["--mean", "sexe"],
        ["--total", "sexe"],
        ["--quantile", "sexe@0.5"],
        ["--ratio", "sexe/spontaan"],
    ):
        assert "sexe" in refused(PANEL, *asking)


@pytest.mark.parametrize(("name", "content"), [
    ("leeg.csv", ""), ("kop.csv", "a,b\n"), ("scheef.csv", "a,b\n1,2\n1,2,3\n"), ("dubbel.csv", "a,a\n1,2\n"),
    ("stuk.parquet", "PAR1"), ("tekst.txt", "a\n1\n"),
])  # fmt: skip
def test_a_file_without_usable_rows_is_refused(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    refused(str(tmp_path / name), "--mean", "a")


def test_a_question_is_not_split_by_itself() -> None:
    assert "“opleiding” is de vraag" in refused(PANEL, "--proportion", "opleiding", "--by", "opleiding")


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    assert "nergens.csv" in refused(str(tmp_path / "nergens.csv"), "--mean", "a")


def test_weights_that_weigh_nothing_are_refused(tmp_path: Path) -> None:
    for weight in ("0", "-1", ""):
        (tmp_path / "w.csv").write_text(f"w,x\n1,1\n2,0\n{weight},1\n")
        assert "“w”" in refused(str(tmp_path / "w.csv"), "--weight", "w", "--mean", "x")


def test_one_row_gives_no_figure_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "een.csv").write_text("x\n1\n")
    (row,) = asked(tmp_path / "een.csv", "--proportion", "x")
    assert (row["n"], row["estimate"], row["se"]) == (1, None, None)
    assert "no_degrees_of_freedom" in row["caveats"]


def test_margins_that_do_not_fit_are_refused_with_the_class(file: Path, tmp_path: Path) -> None:
    margins = tmp_path / "margins.csv"

    def rake(*lines: str, head: str = "variable,category,count") -> str:
        margins.write_text("\n".join([head, *lines]))
        return refused(str(file), "--rake", str(margins), "--mean", "x")

    assert "“b”" in rake("groep,a,100")
    assert "“c”" in rake("groep,a,100", "groep,b,50", "groep,c,10")
    assert "wijk" in rake("wijk,a,100", "wijk,b,50")
    assert "veel" in rake("groep,a,veel", "groep,b,50")
    assert "tweede keer" in rake("groep,a,1", "groep,a,2")
    assert "variable" in rake("groep,a,100", head="naam,category,count")
    assert "150" in rake("groep,a,100", "groep,b,50", "tekst,ja,60", "tekst,nee,80")
    margins.write_text("groep,count\na,100\nz,20\n")
    assert "“b”" in refused(str(file), "--poststratify", str(margins), "--mean", "x")


def test_origins_are_never_put_together_in_silence(tmp_path: Path) -> None:
    (tmp_path / "twee.csv").write_text("origin,x\nstreet,1\nstreet,0\npanel,1\npanel,1\npanel,0\n")
    file = tmp_path / "twee.csv"
    assert "panel: 3" in refused(str(file), "--mean", "x")
    (street,) = asked(file, "--mean", "x", "--origin", "street")
    assert (street["n"], street["origin"], street["caveats"][0]) == (2, "street", "origin_street")
    (both,) = asked(file, "--mean", "x", "--origin", "all")
    assert (both["n"], both["origin"]) == (5, "all")
    apart = asked(file, "--mean", "x", "--by", "origin")
    assert [row["origin"] for row in apart] == ["panel", "street"]
    assert "origin" in refused(PANEL, "--mean", "spontaan", "--origin", "street")


def test_the_sentences_of_a_refusal_stand_on_standard_error_of_a_real_process() -> None:
    command = [sys.executable, "-m", "survey.cli", "analyse", PANEL]
    wrong = subprocess.run(
        [*command, "--mean", "sexe", "--json"], capture_output=True, text=True, check=False
    )
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr.startswith("Verwacht: getallen in de kolom “sexe”.")
    right = subprocess.run(
        [*command, "--chisq", "sexe,spontaan"], capture_output=True, text=True, check=False
    )
    assert (right.returncode, right.stderr) == (0, "")
    assert "Rao-Scott" in right.stdout


def test_an_option_without_a_column_is_wrong_use() -> None:
    done = told(str(HERE / "panel980.csv"), "--mean", "--json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Noem na --mean" in done.stderr
