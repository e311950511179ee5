"""The links at the top of every page of a person who is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


class NavigationLink(NamedTuple):
    """`is_current`: the page that is shown, or one below it."""

    href: str
    label: str | Promise
    is_current: bool


# In the order of the page, by the name of their address.
_TOPICS = {
    "library": gettext_lazy("Library"),
    "statistics": gettext_lazy("Statistics"),
    "smart": gettext_lazy("Smart sheets"),
    "sheet": gettext_lazy("Sheet"),
    "preferences": gettext_lazy("Settings"),
}


@dataclass(frozen=True, slots=True)
class Navigation:
    """Iterated over by the template, and by nothing where it is not shown."""

    request: HttpRequest

    def __iter__(self) -> Iterator[NavigationLink]:
        for name, label in _TOPICS.items():
            href = reverse(name)
            yield NavigationLink(href, label, self.request.path.startswith(href))
