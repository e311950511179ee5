"""Parsing of pages by the demo's browser."""

from sandbox.demo.pages import Page

PAGE = """<p class="notice error">Nobody is <b>here</b></p>
<form method="post" action="/login/?a=1">
  <input type="hidden" name="csrf" value="t&amp;k"><input type="radio" name="person" value="ada">
  <input type="radio" name="person" value="ben" checked><input type="checkbox" name="all" value="yes">
  <button name="decision" value="agree">Agree
     now</button><button>Cancel</button>
</form>
<form><button name="q">Search</button></form>
<h1>Sync <span class="badge done">Done</span></h1>
<dl><dt>In your sheet</dt><dd>1,400</dd><dt>Took</dt><dd>3 s <span>(2.0 s reading)</span></dd></dl>
<a href="../sheet/">Sheet</a>"""


def test_a_form_has_the_fields_that_a_browser_would_send() -> None:
    form = Page("http://127.0.0.1/home/", PAGE).forms[0]
    assert (form.method, form.action) == ("POST", "http://127.0.0.1/login/?a=1")
    assert form.fields == [("csrf", "t&k"), ("person", "ben")]
    assert form.buttons == {"Agree now": ("decision", "agree"), "Cancel": ("", "")}


def test_a_form_without_an_action_goes_back_to_its_page() -> None:
    form = Page("http://127.0.0.1/home/", PAGE).forms[1]
    assert (form.method, form.action, form.buttons) == (
        "GET",
        "http://127.0.0.1/home/",
        {"Search": ("q", "")},
    )


def test_facts_notices_badges_and_links_are_extracted() -> None:
    page = Page("http://127.0.0.1/runs/1/", PAGE)
    assert page.facts == {"In your sheet": "1,400", "Took": "3 s (2.0 s reading)"}
    assert page.notices == ["Nobody is here"]
    assert page.badges == ["Done"]
    assert page.links == ["http://127.0.0.1/runs/sheet/"]
