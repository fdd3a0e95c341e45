"""Photos of the QR codes that a tablet shows: the text of each part, read on the server and never kept."""

from io import BytesIO

import zxingcpp
from flask_babel import gettext as _
from PIL import Image

from survey.problems import problem

MOST_BYTES = 60_000_000
"""Of all photos together: the parts of one interview, as a phone takes them."""

_MOST_PIXELS = 100_000_000
_KIND = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_ENOUGH = 2_400
"""A photo is read at this many pixels per side or a little more: a code is clear in it, and it takes little room."""


def texts_of(name: str, content: bytes) -> list[str]:
    """The texts of the parts that can be seen in one photo.

    Args:
        name: of the file, for what is said about it.
        content: the photo, JPEG or PNG or WebP.

    Raises:
        Problem: `queue_invalid`: it is no photo, or no part of an interview can be read in it.

    """
    seen = zxingcpp.read_barcodes(_gray(name, content), formats=_KIND)
    texts = [one.text for one in seen if one.text.startswith("WP1|")]
    if not texts:
        raise problem(
            "queue_invalid",
            _(
                "Op de foto %(name)s is geen QR-code van een interview te lezen. Maak de foto opnieuw: van dichtbij, recht ervoor, "
                "zonder spiegeling, met de hele code erop. Er is niets ingelezen.",
                name=name,
            ),
        )
    return texts


def _gray(name: str, content: bytes) -> Image.Image:
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as photo:
            if photo.width * photo.height > _MOST_PIXELS:
                raise _no_photo(name)
            photo.draft("L", (_ENOUGH, _ENOUGH))  # a large JPEG is read smaller, so it takes little memory
            return photo.convert("L")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as refused:
        raise _no_photo(name) from refused


def _no_photo(name: str) -> Exception:
    return problem(
        "queue_invalid",
        _(
            "Het bestand %(name)s is geen foto die hier te lezen is. Kies foto's die eindigen op .jpg, .png of .webp. "
            "Er is niets ingelezen.",
            name=name,
        ),
    )
