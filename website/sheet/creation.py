"""Creating a person's sheet, after a click or after Google's consent: what they see next is the same."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rate_limits import CostlyAction, spend
from problems.kinds import Problem
from sheets.linking.create import create_spreadsheet
from syncer.clicks import sync_after_change
from website.messages import show_problem
from website.problems.presenters import describe_request_problem
from website.runs.presenters import describe_start


def create_and_sync(request: HttpRequest, user: User) -> str:
    """Creates a spreadsheet and starts its first sync. Returns the address of the page that shows what came of it."""
    try:
        spend(user, CostlyAction.LINK)
        create_spreadsheet(user)
    except Problem as problem:
        show_problem(request, problem, describe_request_problem(problem))
        return reverse("sheet")
    return start_first_sync(request, user)


def start_first_sync(request: HttpRequest, user: User) -> str:
    """Starts the first sync of a sheet that has just been linked. Returns the address of the page that shows it."""
    run = sync_after_change(user)
    # Not that it has begun: the page shows that, and the message stays there when the sync comes to wait.
    messages.success(request, f"{_('Your sheet is linked.')} {describe_start(run, '')}".rstrip())
    return reverse("home")
