"""What a form with a secret shows: the secret once and an empty form, or what stands in the way."""

from __future__ import annotations

from django import forms

from notifications.problems import TooManyWebhooks
from problems.kinds import AskUser
from website.shown_once import make_from_form


class NameForm(forms.Form):
    name = forms.CharField()


def sent(rf, data: dict[str, str], problem: AskUser | None = None) -> tuple[NameForm, str]:
    def make(form: NameForm) -> str:
        if problem:
            raise problem
        return f"secret of {form.cleaned_data['name']}"

    return make_from_form(rf.post("/", data), NameForm, make)


def test_what_was_made_is_shown_beside_an_empty_form(rf) -> None:
    form, secret = sent(rf, {"name": "phone"})
    assert (secret, form.is_bound) == ("secret of phone", False)


def test_a_page_that_is_only_looked_at_makes_nothing(rf) -> None:
    form, secret = make_from_form(rf.get("/?name=phone"), NameForm, lambda _: "made")
    assert (secret, form.is_bound) == ("", False)


def test_what_stands_in_the_way_is_told_by_the_form_as_it_was_sent(rf) -> None:
    form, secret = sent(rf, {"name": ""})
    assert (secret, list(form.errors)) == ("", ["name"])
    form, secret = sent(rf, {"name": "phone"}, TooManyWebhooks(most=5))
    assert (secret, form["name"].value()) == ("", "phone")
    assert "You have 5 webhooks" in str(form.non_field_errors())
