"""The page where notices of mail that did not arrive are taken in: first what they come to, then all of them."""

import re
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from survey.database import database, reading, transaction
from survey.rounds import find
from survey.rounds.bounces import MOST_BYTES, Found, Notice, NotMail, judge, read, take_in
from survey.rounds.refusal import RoundRefused
from survey.security import may_do, needs, organisation
from survey.studies import find as studies

blueprint = Blueprint("bounces", __name__, template_folder="../templates")
Page = Response | str | tuple[str, int]
_HERE = "/onderzoek/<slug>/panel/<uuid:round_id>/onbestelbaar"
_FORM_OVERHEAD = 65_536
_NOTICE = re.compile(r"([0-9a-f]{32}):([45])")


@blueprint.url_value_preprocessor
def allow_files(endpoint: str | None, _values: object) -> None:
    """Let a folder of messages be larger than an interview; before anything of the request is read."""
    if endpoint in {"bounces.look", "bounces.take"} and may_do("round.manage"):
        request.max_content_length = MOST_BYTES + _FORM_OVERHEAD


@blueprint.get(_HERE)
@needs("round.manage")
def page(slug: str, round_id: UUID) -> Page:
    """What is to be chosen, and what it does."""
    return _page(slug, round_id)


@blueprint.post(_HERE)
@needs("round.manage")
def look(slug: str, round_id: UUID) -> Page:
    """Read the files and show what they come to; nothing changes yet."""
    files = [(file.filename or "", file.stream.read()) for file in request.files.getlist("bestand")]
    files = [(name, content) for name, content in files if content]
    if not files:
        return _refused(
            slug, round_id, RoundRefused(_("Kies eerst een bestand met berichten (.eml of .mbox)."))
        )
    notices: list[Notice] = []
    others = 0
    for name, content in files:
        try:
            found, no_notice = read(content)
        except NotMail:
            return _refused(
                slug,
                round_id,
                RoundRefused(_("%(file)s is geen e-mailbericht. Er is niets verwerkt.", file=name)),
            )
        notices += found
        others += no_notice
    with reading(database()) as session:
        judged = judge(session, organisation(), notices)
    return _page(slug, round_id, judged=judged, notices=notices, others=others)


@blueprint.post(f"{_HERE}/verwerken")
@needs("round.manage")
def take(slug: str, round_id: UUID) -> Page:
    """Take all of them in."""
    lines = request.form.get("meldingen", "").split()
    matches = [_NOTICE.fullmatch(line) for line in lines]
    if not lines or not all(matches):
        return _refused(slug, round_id, RoundRefused(_("Er is niets verwerkt. Kies het bestand opnieuw.")))
    notices = [Notice(match[1], match[2] == "5") for match in matches if match]
    with transaction(database()) as session:
        find.round_of(session, studies.study(session, slug), round_id)
        done = take_in(session, organisation(), notices)
    flash(
        ngettext(
            "Verwerkt: %(num)s lid is genoteerd als onbereikbaar.",
            "Verwerkt: %(num)s leden zijn genoteerd als onbereikbaar.",
            len(done.gone),
        )
    )
    return redirect(url_for("bounces.page", slug=slug, round_id=round_id), 303)


def _refused(slug: str, round_id: UUID, refused: RoundRefused) -> Page:
    return _page(slug, round_id, refused=refused), 422


def _page(
    slug: str,
    round_id: UUID,
    *,
    refused: RoundRefused | None = None,
    judged: Found | None = None,
    notices: list[Notice] | None = None,
    others: int = 0,
) -> str:
    with reading(database()) as session:
        study = studies.study(session, slug)
        round_ = find.round_of(session, study, round_id)
        return render_template(
            "rounds/bounces.html",
            study=study,
            round=round_,
            refused=refused,
            judged=judged,
            others=others,
            notices="\n".join(f"{each.reference}:{5 if each.for_good else 4}" for each in notices or []),
        )
