"""What a browser keeps of the site: cookies, and nothing else."""

from __future__ import annotations

STORED = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"


def test_pages_leave_nothing_in_the_browsers_storage(visit):
    ada = visit("ada")
    ada.signs_in()
    for path in ("/", "/smart/new/", "/settings/?track=secret", "/privacy/"):
        ada.goes_to(path)
        assert ada.page.evaluate("typeof htmx") == "object"
        assert ada.page.evaluate(STORED) == [], path
