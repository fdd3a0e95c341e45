"""What a new version changes is told in words."""

import pytest

from questionnaires.programme import publishable
from survey.studies.compare_versions import compare_versions
from tests.survey.samples import QUESTIONNAIRE


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Mag ik u iets vragen?", "Mag ik u wat vragen?", "De vraag consent is veranderd: de tekst (nl) is nu ‘Mag ik u wat vragen?’."),
        ("id: remark,", "id: comment,", "Nieuwe vraag comment: ‘Wilt u nog iets kwijt?’"),
        ("id: remark,", "id: comment,", "De vraag remark is er niet meer: ‘Wilt u nog iets kwijt?’"),
        ("max: 120", "max: 110", "De vraag age is veranderd: andere grenzen."),
        ("{code: school, label: {nl: School}}", "{code: shop, label: {nl: Winkel}}", "De vraag spot is veranderd: nieuwe antwoorden: shop; weggehaalde antwoorden: school."),
        ("label: {nl: Krant}", "label: {nl: Wijkkrant}", "De vraag channels is veranderd: andere tekst bij de antwoorden: paper."),
        ("age >= 18", "age >= 16", "De vraag age is veranderd: andere controles van het antwoord."),
        ("outcome: refused", "outcome: screened_out", "Het gesprek stopt anders na de pagina start."),
        ("when: \"knows_vet == 'yes'\"", "when: \"knows_vet == 'no'\"", "De pagina how heeft een andere voorwaarde."),
        ('negative: ["no", dont_know]', 'negative: ["no"]', "De vraag knows_vet is veranderd: het antwoord telt anders mee in de cijfers."),
        ("nl: {status: reviewed}", "nl: {status: concept}", "De vertaling nl was nagekeken en is nog niet nagekeken."),
    ],
)  # fmt: skip
def test_each_change_has_a_sentence(old: str, new: str, expected: str) -> None:
    assert old in QUESTIONNAIRE
    before, after = publishable(QUESTIONNAIRE), publishable(QUESTIONNAIRE.replace(old, new))
    assert expected in compare_versions(before.document, after.document)


def test_the_same_questionnaire_changes_nothing() -> None:
    document = publishable(QUESTIONNAIRE).document
    assert compare_versions(document, document) == []
