"""What a camera would read in a picture of a QR code."""

from io import BytesIO

import zxingcpp
from PIL import Image


def text_in(picture: bytes) -> str:
    """The text of the one code in a picture; how many there are if that is another number."""
    with Image.open(BytesIO(picture)) as seen:
        codes = zxingcpp.read_barcodes(seen.convert("L"))
    return codes[0].text if len(codes) == 1 else f"{len(codes)} codes"
