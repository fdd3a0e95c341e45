"""What a request that brings interviews must look like: its kind, its whole body, and what a device says of itself."""

import re
from datetime import datetime, timedelta
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from survey.collection import told
from survey.moment import now
from survey.problems import Problem, problem

CANONICAL = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MILLISECOND = timedelta(milliseconds=1)


def identity(text: str) -> UUID:
    """The interview that an address or a message names.

    Raises:
        Problem: `interview_id_invalid`.
    """
    if not CANONICAL.fullmatch(text):
        raise problem(
            "interview_id_invalid",
            _(
                "Verwacht wordt een UUID in kleine letters, zoals 01931c2e-7a4b-7c3d-9e8f-0a1b2c3d4e5f. "
                "Maak het kenmerk op het apparaat en gebruik het opnieuw als u nog eens stuurt."
            ),
        )
    return UUID(text)


def whole_body(most: int) -> bytes:
    """The whole body, never more than allowed and never less than was announced.

    Args:
        most: how many bytes are allowed.

    Raises:
        Problem: `unsupported_type`, `too_large` or `body_incomplete`.
    """
    if (
        request.mimetype != "application/json"
        or request.headers.get("Content-Encoding", "identity") != "identity"
    ):
        raise problem(
            "unsupported_type", _("Verwacht wordt Content-Type: application/json, zonder Content-Encoding.")
        )
    announced = request.content_length
    if announced is not None and announced > most:
        raise too_large(most)
    # One more than allowed: a stream that is cut off in silence must not look like a whole one.
    request.max_content_length = most + 1
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise too_large(most) from None
    if len(body) > most:
        raise too_large(most)
    if announced is not None and len(body) != announced:
        raise problem(
            "body_incomplete",
            _(
                "Er zijn %(announced)s bytes aangekondigd en %(came)s aangekomen. Er is niets opgeslagen; "
                "stuur het interview opnieuw.",
                announced=announced,
                came=len(body),
            ),
        )
    return body


def too_large(most: int) -> Problem:
    """The problem that a message has more bytes than `most`."""
    return problem(
        "too_large",
        _("Een bericht is hier hoogstens %(most)s bytes. Er is niets opgeslagen.", most=most),
        limit=most,
    )


def offset_ms(device_time: str | None) -> int | None:
    """The clock of a device minus ours, in milliseconds; None when it told no time, or one that can not be read.

    A wrong clock is no reason to refuse: it is measured, and that is all.
    """
    try:
        theirs = datetime.fromisoformat(device_time or "")
    except ValueError:
        return None
    return None if theirs.tzinfo is None else (theirs - now()) // _MILLISECOND


def number(written: str | None) -> int | None:
    """The number of an interview on its device, from a header; None for anything that is not one."""
    fits = written is not None and written.isascii() and written.isdigit() and len(written) <= len(str(2**31))
    return told.counted(int(written or "0")) if fits else None
