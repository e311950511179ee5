"""Values from the environment: numbers and names within their range, addresses, and names that are no setting."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from environ import Env

from spotistats.environment import (
    RecordingEnv,
    names_in,
    number,
    one_of,
    redis_url,
    require_existing_names,
    site_name,
    site_url,
    some_of,
    whole,
    wholes,
)


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


@pytest.mark.parametrize(
    "text", ["https://tracks.example/", " http://127.0.0.1:8000 ", "https://a.example:8443"]
)
def test_the_address_of_a_site_is_taken_without_its_last_slash(text: str) -> None:
    assert site_url(text) == text.strip().rstrip("/")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("127.0.0.1:8000", "it has to begin with http:// or https://"),
        ("", "it has to begin with http:// or https://"),
        ("http://", "a scheme, a name and perhaps a port"),
        ("https://tracks.example/music", "a scheme, a name and perhaps a port"),
        ("https://ada:hushed@tracks.example", "a scheme, a name and perhaps a port"),
        ("http://127.0.0.1:80a0", "a scheme, a name and perhaps a port"),
        ("http://127.0.0.1:0", "a scheme, a name and perhaps a port"),
        ("http://127.0.0.1:99999", "a scheme, a name and perhaps a port"),
        ("http://localhost:8000", "Write 127.0.0.1 instead"),
    ],
)
def test_an_address_that_no_site_can_have_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^SITE_URL ") as refusal:
        site_url(text)
    assert sentence in str(refusal.value)
    assert "hushed" not in str(refusal.value)


def test_a_name_that_spotify_forbids_is_refused() -> None:
    assert site_name(" Tracksheet ") == "Tracksheet"
    for name in ("Spotistats", "spot on", "SPOTS"):
        with pytest.raises(ImproperlyConfigured, match=r"^SITE_NAME is .*begin with “Spot”"):
            site_name(name)


@pytest.mark.parametrize(
    "text", ["", "redis://127.0.0.1:6379/0", "rediss://:secret@a.example/1", "unix:///run/redis.sock"]
)
def test_an_address_of_redis_is_taken(text: str) -> None:
    assert redis_url(f" {text}") == text


@pytest.mark.parametrize(
    "text", ["127.0.0.1:6379", ":hushed@redis:6379/0", "http://hushed", "redis://:hushed@a:port/0"]
)
def test_what_is_no_address_of_redis_is_refused_and_not_shown(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^REDIS_URL is not the address of a Redis: ") as refusal:
        redis_url(text)
    assert "hushed" not in str(refusal.value)


def test_every_name_that_is_no_setting_is_listed_with_the_one_it_may_stand_for(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(
        "# A=1\nSITE_URL=x\nexport SITE_NAMES=y\nspotify_client_id=z\n\nFOO = 1\nREDIS_PASSWORD=\nCOMPOSE_FILE=\n"
    )
    env = RecordingEnv()
    env.ENVIRON = {}
    for name in ("SITE_URL", "SITE_NAME", "SPOTIFY_CLIENT_ID"):
        env.str(name, default="")
    with pytest.raises(ImproperlyConfigured) as refusal:
        require_existing_names(names_in(file), env.names)
    assert str(refusal.value) == (
        "The .env file sets what is no setting: SITE_NAMES (did you mean SITE_NAME?), spotify_client_id (did you mean"
        " SPOTIFY_CLIENT_ID?), FOO. `.env.example` lists every setting."
    )
    require_existing_names(["SITE_URL", "POSTGRES_PASSWORD"], env.names)
    assert names_in(tmp_path / "gone") == []
