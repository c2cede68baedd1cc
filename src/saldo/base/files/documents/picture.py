"""A picture as papers draw it."""

from __future__ import annotations

import base64
import threading

import typst

from saldo.base.files.policies.check_picture import Picture, check_picture
from saldo.kernel.errors import BadInput

_drawing = threading.Lock()


def picture_svg(body: bytes) -> str:
    """An SVG that holds the picture and nothing else, at its own size. Raises BadInput for what is no picture."""
    picture = check_picture(body)
    data = base64.b64encode(body).decode()
    size = f'width="{picture.width}" height="{picture.height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {picture.width} {picture.height}">'
        f'<image {size} href="data:{picture.media_type};base64,{data}"/></svg>'
    )


def try_picture(body: bytes) -> Picture:
    """The picture, if it can really be drawn: the program that sets papers draws it once. Raises BadInput (`logo`)."""
    picture = check_picture(body)
    numbers = ",".join(map(str, body))
    source = f"#set page(width: 20pt, height: 20pt, margin: 0pt)\n#image(bytes(({numbers},)), width: 10pt)"
    try:
        with _drawing:
            typst.compile(source.encode(), format="png", ppi=36)
    except RuntimeError as error:
        sentence = "This picture is damaged. Save it again from the program it was made with."
        raise BadInput("damaged_picture", sentence, field="logo") from error
    return picture
