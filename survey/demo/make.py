"""Make the ready studies of two municipalities, once: what is already there stays as it is."""

from collections.abc import Callable, Iterator, Mapping

from sqlalchemy import Engine
from sqlmodel import Session

from survey.collection.receive import receive
from survey.database import reading, transaction
from survey.demo import fieldwork
from survey.demo.organisations import FIRST, SECOND, municipality
from survey.demo.studies import DemoStudy, almelo_panel, deventer, neighbour, voorbeeldstad
from survey.studies import find
from survey.studies.publish import publish

STUDIES: Mapping[str, tuple[Callable[[], DemoStudy], ...]] = {
    FIRST: (deventer, almelo_panel, voorbeeldstad),
    SECOND: (neighbour,),
}

# What is made there, by the names that stand in addresses.
SLUGS: Mapping[str, tuple[str, ...]] = {
    FIRST: ("deventer-straat", "almelo-panel", "voorbeeldstad"),
    SECOND: ("buurgemeente-straat",),
}


def make(engine: Engine) -> Iterator[tuple[str, int]]:
    """Make each study that is not there yet, in one transaction, so that none is ever half there.

    Yields:
        The name of the study and how many interviews were added (0: it was there).
    """
    for organisation, defined in STUDIES.items():
        for define in defined:
            demo = define()
            with reading(engine) as session:
                there = demo.slug in {study.slug for study in find.studies(session)}
            if there:
                yield demo.slug, 0
                continue
            with transaction(engine) as session:
                yield demo.slug, _fill(session, demo, municipality(session, organisation))


def _fill(session: Session, demo: DemoStudy, organisation: int) -> int:
    version = publish(
        session,
        demo.slug,
        demo.questionnaire,
        title=demo.title,
        description=demo.description,
        municipality=demo.municipality,
        synthetic=True,
        areas=demo.areas,
        waves=demo.waves,
        margins=demo.margins,
        default_origin=demo.origin,
        organisation=organisation,
    )
    study = find.study(session, demo.slug)
    programme = find.programme(version, find.areas(session, study))
    field = fieldwork.begin(session, study) if demo.has_fieldwork else None
    count = 0
    for position, (identity, sent) in enumerate(demo.interviews(programme, version.hash)):
        receive(session, identity, sent, "demo", **(field.sender(position) if field else {}))
        count = position + 1
    if field:
        fieldwork.finish(session, study, field)
    return count
