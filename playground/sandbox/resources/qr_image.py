"""The image of a QR code: drawn here, or given by the one who makes it."""

from base64 import b64decode, b64encode
import binascii
from io import BytesIO
from typing import Any

from playground.sandbox.refusal import invalid

__all__ = ["checked", "drawn"]

_MEDIA = {"png": "image/png", "svg": "image/svg+xml"}
_PNG = b"\x89PNG\r\n\x1a\n"
_GIVEN = f"data:{_MEDIA['png']};base64,"


def drawn(content: str, *, size: int, form: str, correction: str) -> str:
    """
    Return *content* as the data URL of a QR code.

    Args:
        content: what a phone reads in it.
        size: the width in pixels that it comes closest to, without a module being torn.
        form: `png` or `svg`.
        correction: `L`, `M`, `Q` or `H`: how much of it may be covered.
    """
    import segno  # noqa: PLC0415  only QR codes need it

    code = segno.make_qr(content, error=correction.lower())
    scale: Any = max(1, round(size / code.symbol_size()[0]))
    out = BytesIO()
    code.save(out, kind=form, scale=scale)
    return f"data:{_MEDIA[form]};base64,{b64encode(out.getvalue()).decode()}"


def checked(image: str) -> str:
    """
    Return *image*, the data URL of a PNG.

    Raises:
        Refusal: it is no such thing (400).
    """
    try:
        content = b64decode(image.removeprefix(_GIVEN), validate=True)
    except binascii.Error:
        content = b""
    if not image.startswith(_GIVEN) or not content.startswith(_PNG):
        raise invalid("/imageData", f"must begin with {_GIVEN}, and hold a PNG image")
    return image
