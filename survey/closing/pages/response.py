"""The response of a round: how far everybody came, the rates of AAPOR, by group, and where people stop."""

import json
from typing import Any
from uuid import UUID

from flask import Response, render_template
from flask_babel import lazy_gettext
from sqlmodel import Session

from questionnaires.engine.text import text
from survey.closing.drop_off import Step, drop_off
from survey.closing.outcomes import DISPOSITIONS, MEANINGS, RATES, REST, outcomes, parts
from survey.closing.report import HEADS, report, rows
from survey.database import database, reading
from survey.i18n import current_language
from survey.members.profile import CHANNEL_NAMES
from survey.results.wording import SMALL
from survey.results.written import table_csv
from survey.rounds import find, wording
from survey.rounds.tables import Round
from survey.security import needs
from survey.studies import find as studies
from survey.studies.tables import Study

_FAMILIES = (
    lazy_gettext("Respons: wie deed mee van iedereen die is gevraagd"),
    lazy_gettext("Medewerking: wie deed mee van wie wij hebben bereikt"),
    lazy_gettext("Weigering: wie wilde niet of stopte"),
    lazy_gettext("Contact: van wie wij iets hoorden"),
)


@needs("round.view")
def response(slug: str, round_id: UUID) -> str:
    """The page."""
    with reading(database()) as session:
        study = studies.study(session, slug)
        round_ = find.round_of(session, study, round_id)
        found = outcomes(session, round_)
        return render_template(
            "closing/response.html",
            study=study,
            round=round_,
            found=found,
            rates=found.rates,
            families=list(zip(_FAMILIES, RATES, strict=True)),
            meanings=MEANINGS,
            dispositions=DISPOSITIONS,
            groups=[
                (
                    _variable(name),
                    [(_group(session, study, name, each.code), each) for each in parts(by_code)],
                )
                for name, by_code in found.groups.items()
                if by_code
            ],
            pages=_pages(session, study, round_),
            small=SMALL,
            wording=wording,
        )


@needs("round.export")
def response_file(slug: str, round_id: UUID, kind: str) -> Response:
    """The same as a file."""
    with reading(database()) as session:
        study = studies.study(session, slug)
        round_ = find.round_of(session, study, round_id)
        if kind == "csv":
            answer = Response(table_csv(list(HEADS), rows(session, study, round_)), mimetype="text/csv")
            answer.headers["Content-Disposition"] = (
                f'attachment; filename="{slug}-ronde-{round_.number}-respons.csv"'
            )
        else:
            document = json.dumps(report(session, study, round_), ensure_ascii=False, indent=1)
            answer = Response(document, mimetype="application/json")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _variable(name: str) -> str:
    return str(lazy_gettext("Kanaal") if name == "channel" else wording.VARIABLES[name])


def _group(session: Session, study: Study, name: str, code: str) -> str:
    if code == REST:
        return str(lazy_gettext("kleine groepen samen"))
    if name == "channel":
        return str(CHANNEL_NAMES.get(code, code))
    return wording.group(name, code, studies.areas(session, study))


def _pages(session: Session, study: Study, round_: Round) -> list[tuple[str, Step]]:
    """The pages with what each asks first."""
    programme = studies.programme(studies.version(session, study), studies.areas(session, study))
    asks = {page["id"]: page["questions"][0] for page in programme["pages"] if page["questions"]}
    codes = [each["code"] for each in programme["languages"]]
    spoken = current_language() if current_language() in codes else codes[0]
    context: dict[str, Any] = {
        "language": spoken,
        "seed": 0,
        "mode": "online",
        "origin": "panel",
        "shown": [],
    }
    return [
        (
            text(programme, programme["variables"][asks[step.page]]["text"], {}, context)
            if step.page in asks
            else step.page,
            step,
        )
        for step in drop_off(session, round_)
    ]
