"""Give new interviews their place in the quotas of their study, before they are written."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session

from survey.collection import told
from survey.collection.frame import Frame
from survey.collection.replay import QUOTA_FULL, Flag
from survey.fieldwork.place import ONLINE, Placing, place

FLAG: Flag = {"code": "over_quota", "variable": None, "params": {}}


def take_places(
    session: Session,
    frame: Frame,
    rows: Iterable[dict[str, Any]],
    sent: Mapping[UUID, tuple[int | None, Mapping[str, Any]]],
) -> None:
    """Let each interview take its place; one that the rules of the study leave out is marked so in its row.

    What people fill in online by themselves is not of the fieldwork: it takes no place of it.

    Args:
        session: the unit of work in which the interviews are counted.
        frame: their study.
        rows: the interviews as they will be written; changed here.
        sent: of each interview the device that held it, and what was told about how it went.
    """
    held = {row["id"]: row for row in rows if row["mode"] != "online"}
    placings = [
        Placing(
            interview_id=identity,
            device_id=sent[identity][0],
            area=row["area"],
            answers=row["answers"],
            counted=row["counted"],
            outcome=row["outcome"],
            ended_by=told.quota(sent[identity][1]) if row["outcome"] == QUOTA_FULL else None,
        )
        for identity, row in held.items()
        if row["mode"] != ONLINE
    ]
    for identity in place(session, frame.study_id, placings):
        held[identity]["state"] = "excluded"
        held[identity]["flags"] = [*held[identity]["flags"], FLAG]
