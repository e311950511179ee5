"""What goes into my sheet: columns, scope, removed tracks, and how it is written."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from problems.texts import describe_problem
from sheets.models import LinkedSheet
from sheets.sheet_settings import InvalidSetting, settings_of
from syncer.sheet_changes import update_and_sync
from website.sheet.contents_form import ContentsForm
from website.signed_in import SignedInRequest, problems_told, signed_in

FIELDS = {"keep_removed": "removed", "columns": None}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def contents(request: SignedInRequest) -> HttpResponse:
    sheet = LinkedSheet.objects.filter(user=request.user).first()
    if sheet is None:
        return redirect("sheet")
    form = ContentsForm(settings_of(sheet), request.POST or None)
    if form.is_valid() and _is_chosen(request, form):
        return redirect("home")
    return render(
        request, "sheet/contents.html", {"form": form, "sheet": sheet}, status=422 if request.POST else 200
    )


def _is_chosen(request: SignedInRequest, form: ContentsForm) -> bool:
    """Says what came of it; what is wrong with the choice stands beside its field."""
    with problems_told(request):
        try:
            run = update_and_sync(request.user, form.choices())
        except InvalidSetting as problem:
            form.add_error(FIELDS.get(problem.field, problem.field), describe_problem(problem))
            return False
        if run is None:
            messages.info(request, "Saved. Your sheet was set up like this already.")
        else:
            messages.success(request, "Saved. A sync is bringing your sheet in line.")
    return True
