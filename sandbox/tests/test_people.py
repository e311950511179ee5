"""The demo people and their libraries."""

from sandbox import World
from sandbox.people import DEMO_PEOPLE, Person


def test_the_demo_people_have_a_name_and_a_google_address():
    assert [(p.key, p.name, p.email) for p in DEMO_PEOPLE] == [
        ("ada", "Ada Lindqvist", "ada@example.com"),
        ("ben", "Ben Okafor", "ben@example.com"),
        ("cleo", "Cleo Marsh", "cleo@example.com"),
    ]


def test_their_libraries_have_the_documented_sizes(world):
    assert [len(world.spotify.library(name)) for name in ("ada", "ben")] == [60, 1400]
    assert len(world.spotify.library("cleo")) > 50  # so that reading it takes several pages


def test_two_worlds_are_initially_the_same():
    for person in ("ada", "ben", "cleo"):
        assert World().spotify.documents(person) == World().spotify.documents(person)


def test_a_world_can_have_other_people_whose_library_is_empty():
    world = World([Person("dora", "Dora Quist")])
    assert world.spotify.library("dora") == []
    assert world.spotify.account("dora").person.email == "dora@example.com"
