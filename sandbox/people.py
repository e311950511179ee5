"""The demo people. Each has a Spotify account and a Google account."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A person. `key` identifies them in tests and the control API, `about` describes their library."""

    key: str
    name: str
    about: str = ""

    @property
    def email(self) -> str:
        return f"{self.key}@example.com"


DEMO_PEOPLE = (
    Person("ada", "Ada Lindqvist", "60 saved tracks"),
    Person("ben", "Ben Okafor", "1,400 saved tracks"),
    Person("cleo", "Cleo Marsh", "a small library, odd on purpose"),
)
