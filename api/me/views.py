"""Whose token it is."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from api.authentication import may_read, person_of, token_of
from api.me.schemas import Connection, DailySync, Library, Me, SwitchedOffWebhook
from library.access import state_of
from notifications.access import dead_webhooks_of, problem_of
from syncer.access import schedule_of
from syncer.models import Schedule

router = Router(tags=["Me"])


@router.get("", auth=may_read, response=Me, summary="See whose token this is")
def get_me(request: HttpRequest) -> Me:
    """Returns the person, the health of their connections and webhooks, and when the next sync is due."""
    user = person_of(request)
    library, plan = state_of(user), schedule_of(user)
    return Me(
        name=str(user),
        time_zone=user.time_zone,
        scopes=token_of(request).scopes,
        connections=[Connection.of(one) for one in user.credentials.order_by("provider")],
        switched_off_webhooks=[
            SwitchedOffWebhook(id=one.pk, switched_off_at=one.switched_off_at, problem_code=problem.code)
            for one in dead_webhooks_of(user)
            if (problem := problem_of(one)) and one.switched_off_at
        ],
        library=Library(
            saved=library.current_saves, is_complete=library.complete, read_at=library.reconciled_at
        ),
        daily_sync=DailySync(
            hour=plan.hour,
            next_sync_at=plan.next_run_at,
            pause=Schedule.Pause(plan.pause),
            problem_code=plan.problem_code,
        )
        if plan
        else None,
    )
