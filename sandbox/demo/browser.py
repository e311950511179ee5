"""A minimal browser for the demo: keeps cookies, follows redirects, submits forms."""

from __future__ import annotations

import requests

from sandbox.demo.pages import Form, Page
from sandbox.demo.processes import DemoFailed

TIMEOUT = 30  # seconds


class Browser:
    """Keeps cookies in a session. Raises DemoFailed for an error response or a missing button."""

    def __init__(self) -> None:
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy for this machine

    def open(self, url: str) -> Page:
        """Returns the page at `url`."""
        return self._ask("GET", url)

    def press(self, page: Page, button: str, **fields: str) -> Page:
        """Submits the form that has this button, with `fields` filled in. Returns the page that follows."""
        form = self._form(page, button)
        sent = [pair for pair in form.fields if pair[0] not in fields]
        sent += [*fields.items(), *([form.buttons[button]] if form.buttons[button][0] else [])]
        if form.method == "GET":
            return self._ask("GET", form.action, params=sent)
        return self._ask(form.method, form.action, data=sent)

    def _form(self, page: Page, button: str) -> Form:
        for form in page.forms:
            if button in form.buttons:
                return form
        raise DemoFailed(f"{page.url} has no button {button!r}. It says: {page.notices or 'nothing'}")

    def _ask(self, method: str, url: str, **sent: list[tuple[str, str]]) -> Page:
        try:
            response = self._session.request(method, url, timeout=TIMEOUT, **sent)  # type: ignore[arg-type]
        except requests.RequestException as error:
            raise DemoFailed(f"{url} does not answer: {error}") from error
        page = Page(response.url, response.text)
        if not response.ok:
            raise DemoFailed(f"{response.url} answered {response.status_code}. It says: {page.notices}")
        return page
