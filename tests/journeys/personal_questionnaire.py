"""A very short questionnaire with a personal question, groups for quotas, and an area: for what surrounds the questions."""

from survey.database import transaction
from survey.fieldwork.tables import AreaBoundary, FieldSettings, QuotaCell, QuotaGroup
from survey.studies import find
from survey.studies.publish import AreaSpec, publish
from tests.journeys.conftest import Server

STUDY = "eigen"
SECRET = "Geheim antwoord"
PERSONAL = """
questionnaire: eigen
title: {nl: Eigen gesprek}
languages:
  nl: {status: reviewed}
  ar: {status: concept}
pages:
  - id: sex
    questions:
      - id: sex
        kind: single
        role: sex
        text: {nl: Bent u een man of een vrouw?, ar: رجل أم امرأة؟}
        options:
          - {code: man, label: {nl: Een man, ar: رجل}}
          - {code: woman, label: {nl: Een vrouw, ar: امرأة}}
  - id: private
    questions:
      - id: private
        kind: single
        sensitive: true
        missing: [refused]
        text: {nl: Wat houdt u liever voor uzelf?, ar: ما سرّكم؟}
        instruction: {nl: Kijk niet mee., ar: لا تنظروا.}
        options:
          - {code: hidden, label: {nl: Geheim antwoord, ar: جواب سري}}
          - {code: open, label: {nl: Iets anders, ar: شيء آخر}}
  - id: colour
    questions:
      - id: colour
        kind: single
        show_card: true
        text: {nl: "Hoort een kleur bij {{ private }}?", ar: "أي لون {{ private }}؟"}
        options:
          - {code: red, label: {nl: Rood, ar: أحمر}}
          - {code: blue, label: {nl: Blauw, ar: أزرق}}
  - id: height
    questions:
      - id: height
        kind: number
        min: 50
        max: 250
        text: {nl: Hoe lang bent u in centimeters?, ar: كم طولكم؟}
"""


def personal(server: Server, *, places: dict[str, int] | None = None, gps: bool = False) -> None:
    """Publish it, with as many places for women and men as is said, and the outline of one area when it uses GPS."""
    areas = [AreaSpec("noord", "Noord", 0, 0, 4_000), AreaSpec("zuid", "Zuid", 1, 0, 6_000)]
    with transaction(server.engine) as session:
        publish(
            session,
            STUDY,
            PERSONAL,
            title="Eigen gesprek",
            default_origin="street",
            areas=areas,
            synthetic=True,
        )
        study = find.study(session, STUDY)
        assert study.id is not None
        for position, (sex, target) in enumerate((places or {}).items()):
            label = {"woman": "vrouwen", "man": "mannen"}[sex]
            group = QuotaGroup(
                study_id=study.id, code=sex, label=label, rule={"sex": [sex]}, position=position
            )
            session.add(group)
            session.flush()
            assert group.id is not None
            session.add(QuotaCell(study_id=study.id, area="", group_id=group.id, target=target))
        if gps:
            square = [[[[6.0, 52.0], [7.0, 52.0], [7.0, 53.0], [6.0, 53.0], [6.0, 52.0]]]]
            session.add(FieldSettings(study_id=study.id, uses_gps=True))
            session.add(AreaBoundary(study_id=study.id, area="zuid", polygons=square))
