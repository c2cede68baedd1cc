"""A form is filled in again, whatever it holds, and the rest of the page stays as it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from saldo.base.people.policies.fill_form import fill_form

PAGE = """<!doctype html>
<html><body data-x="a &amp; b"><svg viewBox="0 0 1 1"><path d="M0"/></svg>
<form action="/other" method="post"><input name="name" value="theirs"></form>
<form method="post" action="/customers/new?x=1"><input type="hidden" name="csrfmiddlewaretoken" value="new">
<input type="hidden" name="version" value="7"><input name="name" value="old"><input type="password" name="secret">
<textarea name="note" rows="2">
old &lt; note</textarea><select name="kind"><option value="a" selected>A</option><option value="b">B</option></select>
<input type="checkbox" name="on" value="x" checked><input type="checkbox" name="tag" value="1">
<input type="checkbox" name="tag" value="2"><input type="radio" name="r" value="1" checked>
<input type="radio" name="r" value="2">
<input name="line"><input name="line"><button name="do" value="save">Save &nbsp; it</button>
</form>&copy; end</body></html>"""


def filled(**fields):
    return fill_form(PAGE, action="/customers/new", page="/x", fields=fields, notice="<p>kept</p>")


def test_every_kind_of_field_holds_what_was_typed():
    result = filled(
        name=['Ann "A" <b>'],
        version=["3"],
        note=["two\nlines & </textarea>"],
        kind=["b"],
        tag=["2"],
        r=["2"],
        line=["first", "second"],
        csrfmiddlewaretoken=["stolen"],
        do=["save"],
    )
    assert result.found and result.left_over == {}
    html = result.html
    assert '<input name="name" value="Ann &quot;A&quot; &lt;b&gt;">' in html
    assert 'name="version" value="3"' in html
    assert "two\nlines &amp; &lt;/textarea&gt;</textarea>" in html
    assert '<option value="a">A' in html and '<option value="b" selected>B' in html
    assert 'name="on" value="x">' in html
    assert 'value="1"><input' in html.replace("\n", "") and 'name="tag" value="2" checked' in html
    assert 'name="r" value="2" checked' in html and 'name="r" value="1" checked' not in html
    assert 'name="line" value="first"' in html and 'name="line" value="second"' in html
    assert 'value="new"' in html and "stolen" not in html


def test_the_rest_of_the_page_stays_as_it_was():
    html = filled(name=["x"]).html
    for part in ('<body data-x="a &amp; b">', 'viewBox="0 0 1 1"', 'value="theirs"', "Save &nbsp; it", "&copy; end"):
        assert part in html
    assert html.count("<p>kept</p>") == 1


def test_what_has_no_field_any_more_is_handed_back():
    assert filled(name=["x"], gone=["words"], empty=[""]).left_over == {"gone": ["words"]}


def test_a_page_without_the_form_is_left_alone():
    result = fill_form(PAGE, action="/elsewhere", page="/x", fields={"name": ["x"]}, notice="n")
    assert not result.found
    assert "<p>kept</p>" not in result.html


@given(st.text(), st.text())
def test_nothing_typed_breaks_out_of_its_field(name, note):
    html = filled(name=[name], note=[note]).html
    before = html.partition('<input name="name" value=')[2]
    assert before.startswith('"')
    assert html.count("<form") == 2 and html.count("</form>") == 2 and html.count("<script") == 0
    assert html.count("</textarea>") == 1
