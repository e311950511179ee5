"""Django's admin with a sign-in of its own: a password, a second factor, and an hour without use at most."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.sessions import is_staff_session, note_staff_use
from website.staff.forms import StaffSignInForm

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class StaffSite(AdminSite):
    """`admin.site`, see `StaffAdminConfig`."""

    login_form = StaffSignInForm
    login_template = "staff/sign_in.html"
    # The first page has the same few links, and a list needs the width for its columns.
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and is_staff_session(request)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Wraps a view so that it is shown with permission only, and that showing it counts as use."""

        @wraps(view)
        def used(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            note_staff_use(request)
            return view(request, *args, **kwargs)

        return super().admin_view(cast(View, used), cacheable)
