"""The fieldwork over HTTP, for a program that follows it."""

from flask import Response, json, request

from survey.database import database, reading
from survey.monitor.document import document
from survey.monitor.follow import follow, wave_of
from survey.security import needs
from survey.studies import find


@needs("fieldwork.follow")
def fieldwork(slug: str) -> Response:
    """Give the numbers of the fieldwork at this moment, of the wave of today or the one that is asked for."""
    with reading(database()) as session:
        study = find.study(session, slug)
        found = document(follow(session, study, wave_of(session, study, request.args.get("wave", ""))))
    return Response(json.dumps(found), 200, content_type="application/json")
