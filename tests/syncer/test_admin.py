"""What an admin sees and does; never a token, sealed or not."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Credential, User
from accounts.problems import AskUser
from accounts.sealing import seal
from syncer import schedule
from syncer.models import Schedule, SpotifyApp, SyncRun
from tests.cast import linked, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root", password="root"))
    return client


@pytest.fixture
def ada(sandbox) -> User:
    user = signed_in(sandbox.world, "ada")
    linked(sandbox.world, user)
    schedule.start(user)
    return user


def act(admin: Client, action: str, *people: User) -> str:
    answer = admin.post(
        reverse("admin:accounts_user_changelist"),
        {"action": action, "_selected_action": [user.pk for user in people]},
        follow=True,
    )
    return answer.content.decode()


def test_people_are_listed_with_both_connections_sheet_and_next_run(admin, ada) -> None:
    page = admin.get(reverse("admin:accounts_user_changelist")).content.decode()
    for told in ("Ada Lindqvist", "connected", "shared with us", "My music", "UTC"):
        assert told in page


def test_sync_now_queues_a_run_for_who_has_a_sheet(admin, ada) -> None:
    without = User.objects.create_user("bob")
    page = act(admin, "sync_now", ada, without)
    assert "1 of 2 people are queued" in page
    run = SyncRun.objects.get()
    assert (run.user, run.trigger, run.state) == (ada, "admin", "queued")


def test_pause_and_resume(admin, ada) -> None:
    act(admin, "pause", ada)
    assert Schedule.objects.get().pause == "admin"
    schedule.pause_for(ada, AskUser("sheet_full", "Full."))
    act(admin, "resume", ada)
    plan = Schedule.objects.get()
    assert (plan.pause, plan.problem_code) == ("", "")
    assert plan.next_run_at > timezone.now()


def test_runs_are_read_only_and_filtered_by_state_problem_and_date(admin, ada) -> None:
    run = SyncRun.objects.create(
        user=ada, trigger="person", state="failed", problem_code="sheet_full", problem_sentence="It is full."
    )
    SyncRun.objects.create(user=ada, trigger="person", state="done")
    listed = reverse("admin:syncer_syncrun_changelist")
    tomorrow = timezone.now() + timedelta(days=1)
    filters = {"state__exact": "failed", "problem_code": "sheet_full", "created_at__lt": tomorrow.isoformat()}
    page = admin.get(listed, filters)
    assert page.context["cl"].result_count == 1
    shown = admin.get(reverse("admin:syncer_syncrun_change", args=[run.pk])).content.decode()
    assert "It is full." in shown
    assert 'name="_save"' not in shown
    assert admin.get(reverse("admin:syncer_syncrun_add")).status_code == 403


def test_no_page_of_the_admin_shows_a_token(admin, ada) -> None:
    credential = Credential.objects.get(user=ada)
    Credential.objects.update(access_sealed=seal("secret-access"), refresh_sealed=seal("secret-refresh"))
    credential.refresh_from_db()
    SpotifyApp.objects.create(client_id="client")
    pages = [
        reverse("admin:index"),
        reverse("admin:accounts_user_changelist"),
        reverse("admin:accounts_user_change", args=[ada.pk]),
        reverse("admin:syncer_spotifyapp_changelist"),
    ]
    for page in pages:
        text = admin.get(page).content.decode()
        for secret in ("secret-access", credential.access_sealed, credential.refresh_sealed):
            assert secret not in text, page


def test_no_model_that_holds_tokens_is_registered() -> None:
    from django.contrib import admin as site

    assert {model.__name__ for model in site.site._registry} & {
        "Credential",
        "UserSocialAuth",
        "Nonce",
    } == set()


def test_the_list_takes_the_same_number_of_queries_for_more_people(
    admin, ada, django_assert_max_num_queries
) -> None:
    for number in range(20):
        SyncRun.objects.create(user=User.objects.create_user(f"user{number}"), trigger="person", state="done")
    with django_assert_max_num_queries(14):
        admin.get(reverse("admin:accounts_user_changelist"))
