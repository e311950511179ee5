"""The form that lets staff into the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from accounts.security_log import SecurityEvent, log_event


class CodeInput(forms.TextInput):
    """A field that does not show again what was typed: a code works once."""

    def format_value(self, value: Any) -> str | None:
        return None


class StaffSignInForm(AdminAuthenticationForm):
    """Asks for everything at once, so that no answer tells which part was wrong."""

    code = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=40,
        widget=CodeInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
        help_text=_("A code of your authenticator app, or one of your recovery codes."),
    )
    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": _(
            "That is not right: username, password or code. All three may be case-sensitive, and a code works once."
        ),
        # Nobody reads this who has not given the right password and code.
        "weak_password": _(
            "This password is too weak for a site that others can reach. %(reasons)s Set another one on the machine that"
            " runs the site, with manage.py changepassword %(name)s, and sign in with that."
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not required by the form: somebody without an app is told so below the field, not asked for what they lack.
        self.is_code_needed: bool = settings.ADMIN_SECOND_FACTOR

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        """Raises `ValidationError` for what lets nobody in."""
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if username is not None and password:
            # `otp_token`: what is called so is masked where Django tells of a failure.
            token = self.cleaned_data.get("code", "")
            self.user_cache = authenticate(
                self.request, username=username, password=password, otp_token=token
            )
            if self.user_cache is None:
                raise self.get_invalid_login_error()
            self.confirm_login_allowed(self.user_cache)
            if settings.PUBLIC:
                self._require_strong_password(self.user_cache, password)
        return self.cleaned_data

    @sensitive_variables()
    def _require_strong_password(self, user: User, password: str) -> None:
        """Raises `ValidationError` for a password that `createsuperuser` has let pass, as it does when it is told to."""
        try:
            validate_password(password, user)
        except ValidationError as error:
            log_event(SecurityEvent.SIGN_IN_FAILED, person=user.pk, way="password", reason="weak_password")
            raise ValidationError(
                self.error_messages["weak_password"],
                code="weak_password",
                params={"reasons": " ".join(error.messages), "name": user.get_username()},
            ) from error
