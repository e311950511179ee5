"""Parses an HTML page: its address, forms, links and facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin


@dataclass(slots=True)
class Form:
    """`fields` are the values sent without user input: hidden and prefilled inputs, checked choices.

    `buttons` maps each button's text to the name and value it adds to the form, "" when it has no name.
    """

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)


class Page(HTMLParser):
    """`facts` are the page's definition lists (`dt` to `dd`), `links` the absolute addresses it links to.

    `notices` and `badges` are the texts of the elements with these classes.
    """

    def __init__(self, url: str, text: str) -> None:
        super().__init__()
        self.url = url
        self.text = text
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.facts: dict[str, str] = {}
        self.notices: list[str] = []
        self.badges: list[str] = []
        self._listening: dict[str, list[str]] = {}
        self._button: tuple[str, str] = ("", "")
        self._term = ""
        self._class = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            action = urljoin(self.url, given.get("action", ""))
            self.forms.append(Form(action, given.get("method", "get").upper()))
        elif tag == "input" and self.forms:
            self._input(given)
        elif tag == "a" and "href" in given:
            self.links.append(urljoin(self.url, given["href"]))
        else:
            self._listen(tag, given)

    def _listen(self, tag: str, given: dict[str, str]) -> None:
        classes = given.get("class", "").split()
        if tag in {"button", "dt", "dd"}:
            self._listening[tag] = []
            self._button = (given.get("name", ""), given.get("value", ""))
        elif "notice" in classes or "badge" in classes:
            self._listening[tag] = []
            self._class = classes[0]

    def handle_data(self, data: str) -> None:
        for heard in self._listening.values():
            heard.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._listening:
            return
        text = " ".join("".join(self._listening.pop(tag)).split())
        match tag:
            case "button" if self.forms:
                self.forms[-1].buttons[text] = self._button
            case "dt":
                self._term = text
            case "dd":
                self.facts[self._term] = text
            case _ if self._class == "badge":
                self.badges.append(text)
            case _:
                self.notices.append(text)

    def _input(self, given: dict[str, str]) -> None:
        chosen = given.get("type") not in {"radio", "checkbox"} or "checked" in given
        if chosen and "name" in given:
            self.forms[-1].fields.append((given["name"], given.get("value", "")))
