"""A sheet without its comments and spaces says the same."""

from __future__ import annotations

import pytest

from saldo.web.ui.policies.squeeze_styles import squeeze_styles


@pytest.mark.parametrize(
    ("written", "squeezed"),
    [
        ("/* why */ a { color: red; }\n", "a{color:red}\n"),
        ("a { b: c }\n/* between */\nd { e: f }", "a{b:c}d{e:f}\n"),
        ("@media (min-width: 4rem) { a { b: c; } }", "@media (min-width:4rem){a{b:c}}\n"),
        (
            ".a { & .b :is(h2, h3), & > i + i { c: calc(100% - 2rem); } }",
            ".a{& .b :is(h2,h3),& > i + i{c:calc(100% - 2rem)}}\n",
        ),
        ('a::after { content: " ; /* kept */ "; }', 'a::after{content:" ; /* kept */ "}\n'),
        ("a { b: url('x  y; z') }", "a{b:url('x  y; z')}\n"),
        ("a { b: c; /* it's */ d: e; /* it's */ }", "a{b:c;d:e}\n"),
        ("", "\n"),
    ],
)
def test_what_is_read_by_people_only_goes(written: str, squeezed: str):
    assert squeeze_styles([written]) == squeezed


def test_sheets_keep_their_order():
    assert squeeze_styles(["a { b: c }", "a { b: d }"]) == "a{b:c}a{b:d}\n"
