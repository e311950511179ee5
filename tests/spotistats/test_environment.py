"""Numbers and names from the environment, each within its range."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from environ import Env

from spotistats.environment import number, one_of, some_of, whole, wholes


@pytest.fixture
def env() -> Env:
    made = Env()
    made.ENVIRON = {}
    return made


def test_an_unset_variable_has_its_default(env: Env) -> None:
    assert whole(env, "A", 4, 1, 9) == 4
    assert wholes(env, "A", [3, 5], 1, 9) == [3, 5]
    assert number(env, "A", 0.9, 0, 1) == 0.9
    assert one_of(env, "A", "x", ["x", "y"]) == "x"
    assert some_of(env, "A", ["x", "y"]) == ["x", "y"]


@pytest.mark.parametrize("text", ["0", "10", "-1", "abc", "", "1.5"])
def test_whole_numbers_out_of_range_are_named(env: Env, text: str) -> None:
    env.ENVIRON["A"] = text
    with pytest.raises(ImproperlyConfigured, match=f"A is '{text}': it has to be a whole number from 1 to 9"):
        whole(env, "A", 4, 1, 9)


@pytest.mark.parametrize("text", ["5", "nan", "inf", "-0.1", "x"])
def test_numbers_out_of_range_are_named(env: Env, text: str) -> None:
    env.ENVIRON["A"] = text
    with pytest.raises(ImproperlyConfigured, match=f"A is '{text}': it has to be a number from 0 to 1"):
        number(env, "A", 0.9, 0, 1)


def test_every_number_of_a_list_is_checked(env: Env) -> None:
    env.ENVIRON["A"] = "3, 9"
    assert wholes(env, "A", [1], 1, 9) == [3, 9]
    for text in ("", "3,0", "3,"):
        env.ENVIRON["A"] = text
        with pytest.raises(ImproperlyConfigured, match="A is "):
            wholes(env, "A", [1], 1, 9)


def test_names_are_taken_in_any_case_and_order(env: Env) -> None:
    env.ENVIRON |= {"A": "warning", "B": "reccobeats, Spotify", "C": ""}
    assert one_of(env, "A", "INFO", ["INFO", "WARNING"]) == "WARNING"
    assert some_of(env, "B", ["spotify", "reccobeats"]) == ["reccobeats", "spotify"]
    assert some_of(env, "C", ["spotify"]) == []


def test_an_unknown_name_is_refused(env: Env) -> None:
    env.ENVIRON["A"] = "foo"
    with pytest.raises(ImproperlyConfigured, match="A is 'foo': there is only x, y"):
        one_of(env, "A", "x", ["x", "y"])
    with pytest.raises(ImproperlyConfigured, match="A is 'foo': there is only x, y"):
        some_of(env, "A", ["x", "y"])
