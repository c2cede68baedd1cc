"""A logo is judged by what it holds: what is no picture, damaged, too large or too small is refused with a sentence."""

from __future__ import annotations

import pytest

from saldo.base.files.documents.picture import picture_svg, try_picture
from saldo.base.files.policies.check_picture import MAX_BYTES, Picture, check_picture
from saldo.kernel.errors import BadInput
from tests.factories.pictures import jpeg_head, png


def test_a_png_is_a_picture_of_its_size():
    assert check_picture(png(120, 40)) == Picture("image/png", 120, 40)


def test_the_size_of_a_jpeg_is_read_past_its_comments():
    assert check_picture(jpeg_head(300, 80)) == Picture("image/jpeg", 300, 80)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not_a_picture"),
        (b"logo", "not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not_a_picture"),
        (b"%PDF-1.7", "not_a_picture"),
        (b"\x89PNG\r\n\x1a\n", "damaged_picture"),
        (png()[:-20], "damaged_picture"),
        (png().replace(b"IDAT", b"IDAX"), "damaged_picture"),
        (b"\xff\xd8\xff\xe0", "damaged_picture"),
        (jpeg_head(300, 80)[:-2], "damaged_picture"),
        (png(2401, 20), "too_many_pixels"),
        (png(15, 200), "too_few_pixels"),
        (png() + bytes(MAX_BYTES), "too_large"),
    ],
)
def test_what_cannot_stand_on_a_letterhead_is_refused_at_the_field(body: bytes, code: str):
    with pytest.raises(BadInput) as refusal:
        check_picture(body)
    assert (refusal.value.code, refusal.value.field) == (code, "logo")


def test_a_picture_that_only_looks_like_one_is_found_when_it_is_drawn():
    assert try_picture(png(30, 30)) == Picture("image/png", 30, 30)
    for body in (png(30, 30, data=b"no pixels"), jpeg_head(30, 30)):
        check_picture(body)
        with pytest.raises(BadInput) as refusal:
            try_picture(body)
        assert refusal.value.code == "damaged_picture"


def test_papers_draw_a_picture_as_it_is():
    svg = picture_svg(png(120, 40))
    assert 'viewBox="0 0 120 40"' in svg
    assert svg.count("<image ") == 1
