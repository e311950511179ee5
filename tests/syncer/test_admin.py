"""What an admin sees and does; never a token, sealed or not."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin as admin_pages
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Credential, Revocation, User
from accounts.sealing import seal
from accounts.sessions import PASSWORD_BACKEND
from accounts.tombstones import people_in_doubt, restored_people
from enrichment.models import SourceState
from providers.google.problems import SheetFull
from providers.models import SpotifyApp
from providers.source import SourceFailure
from syncer import schedule
from syncer.clicks import resume_on_click
from syncer.models import Schedule, SyncRun
from tests.support.cast import link_sheet, make_superuser, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    client = Client()
    client.force_login(make_superuser(), backend=PASSWORD_BACKEND)
    return client


@pytest.fixture
def ada(sandbox) -> User:
    user = sign_in(sandbox.world, "ada")
    link_sheet(sandbox.world, user)
    schedule.activate(user)
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
    for text in ("Ada Lindqvist", "connected", "shared with us", "My music", "UTC"):
        assert text in page


def test_sync_now_queues_runs_only_for_people_with_a_sheet(admin, ada) -> None:
    without = make_user("bob")
    page = act(admin, "sync_now", ada, without)
    assert "1 of 2 people are queued" in page
    run = SyncRun.objects.get()
    assert (run.user, run.trigger, run.state) == (ada, "admin", "queued")


def test_pause_and_resume(admin, ada) -> None:
    act(admin, "pause", ada)
    assert Schedule.objects.get().pause == "admin"
    schedule.pause_for(ada, SheetFull())
    act(admin, "resume", ada)
    plan = Schedule.objects.get()
    assert (plan.pause, plan.problem_code) == ("", "")
    assert plan.next_run_at > timezone.now()


def test_a_sync_that_an_admins_pause_has_ended_goes_on_when_they_resume(admin, ada) -> None:
    SyncRun.objects.create(user=ada, trigger="schedule")
    act(admin, "pause", ada)
    assert SyncRun.objects.get().problem_code == "sync_paused"
    assert resume_on_click(ada) is None
    act(admin, "resume", ada)
    assert SyncRun.objects.get(state="queued").trigger == "admin"


@pytest.fixture
def google(monkeypatch) -> list[str]:
    """Google's revocation, heard but not sent."""
    revoked: list[str] = []
    monkeypatch.setattr("accounts.revocation.revoke_google", lambda token: not revoked.append(token))
    return revoked


def with_google_and_a_run(user: User) -> None:
    now = timezone.now()
    sealed = seal(f"token of {user.username}")
    Credential.objects.create(
        user=user, provider="google", refresh_sealed=sealed, expires_at=now, authorized_at=now
    )
    SyncRun.objects.create(user=user, trigger="person", state="done")


@pytest.mark.django_db(transaction=True)
def test_deleting_a_person_revokes_googles_permission(admin, ada, google) -> None:
    with_google_and_a_run(ada)
    page = reverse("admin:accounts_user_delete", args=[ada.pk])
    assert "the spreadsheet stays" in admin.get(page).content.decode()
    admin.post(page, {"post": "yes"})
    assert not User.objects.filter(pk=ada.pk).exists()
    assert not SyncRun.objects.exists()
    assert google == ["token of ada"]


@pytest.mark.django_db(transaction=True)
def test_a_deletion_that_is_rolled_back_has_asked_google_nothing_and_kept_no_tombstone(
    admin, ada, google, monkeypatch, settings, tmp_path
) -> None:
    settings.DELETIONS_FILE = tmp_path / "deletions"
    with_google_and_a_run(ada)

    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(admin_pages.site.get_model_admin(User), "response_delete", fail)
    with pytest.raises(RuntimeError):
        admin.post(reverse("admin:accounts_user_delete", args=[ada.pk]), {"post": "yes"})
    assert User.objects.filter(pk=ada.pk).exists()
    assert (google, [*restored_people()], [*people_in_doubt()]) == ([], [], [])


@pytest.mark.django_db(transaction=True)
def test_google_is_asked_when_the_person_is_gone_for_good(admin, ada, monkeypatch) -> None:
    with_google_and_a_run(ada)
    seen = []

    def revoke(token: str) -> bool:
        seen.append((connection.in_atomic_block, User.objects.filter(pk=ada.pk).exists()))
        return False

    monkeypatch.setattr("accounts.revocation.revoke_google", revoke)
    page = admin.post(reverse("admin:accounts_user_delete", args=[ada.pk]), {"post": "yes"}, follow=True)
    assert seen == [(False, False)]
    assert "Google has not confirmed yet that their permission is taken back" in page.content.decode()
    assert Revocation.objects.get().user is None


def test_selected_people_are_deleted_in_the_same_way(admin, ada, google) -> None:
    with_google_and_a_run(ada)
    with_google_and_a_run(make_user("bob"))
    people = User.objects.exclude(username="root")
    assert "the spreadsheet stays" in act(admin, "delete_selected", *people)
    chosen = [user.pk for user in people]
    data = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    admin.post(reverse("admin:accounts_user_changelist"), data)
    assert [user.username for user in User.objects.all()] == ["root"]
    assert sorted(google) == ["token of ada", "token of bob"]


def staff(**which: str | list[str]) -> Client:
    """A member of staff with these permissions; `which` is a filter of them."""
    helper = make_user("helper", is_staff=True)
    helper.user_permissions.set(Permission.objects.filter(**which))
    client = Client()
    client.force_login(helper, backend=PASSWORD_BACKEND)
    return client


def actions() -> list[tuple[admin_pages.ModelAdmin, Any, str]]:
    """Every action of every registered page: the page, the function, its name."""
    return [
        (page, function, name)
        for page in admin_pages.site._registry.values()
        for function, name, _ in page._get_base_actions()
    ]


def test_every_action_declares_the_permission_it_needs() -> None:
    assert {name for _, _, name in actions()} >= {"sync_now", "pause", "resume", "delete_selected"}
    undeclared = [
        (page, name)
        for page, function, name in actions()
        if not set(getattr(function, "allowed_permissions", ())) & {"add", "change", "delete"}
    ]
    assert undeclared == []


def run_every_action(client: Client, monkeypatch) -> set[str]:
    """Posts every action of every page for one row; returns those that were run."""
    ran: set[str] = set()
    site = admin_pages.site
    for page, function, name in actions():

        def run(*_: object, ran_as: str = f"{page.opts.label}.{name}") -> None:
            ran.add(ran_as)

        run.allowed_permissions = function.allowed_permissions
        monkeypatch.setattr(type(page), name, run, raising=False)
        monkeypatch.setitem(site._actions, name, run) if name in site._actions else None
        listed = reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist")
        row = page.model._default_manager.first()
        data = {"action": name, "_selected_action": [row.pk if row else 1]}
        assert client.post(listed, data).status_code in {200, 302, 403}
    return ran


def test_no_action_runs_for_staff_who_may_only_look(ada, monkeypatch) -> None:
    assert run_every_action(staff(codename__startswith="view_"), monkeypatch) == set()


def test_the_actions_of_people_run_for_superusers(admin, ada, monkeypatch) -> None:
    """Shows that the test above would notice one that runs."""
    ran = run_every_action(admin, monkeypatch)
    assert ran >= {f"accounts.User.{name}" for name in ("sync_now", "pause", "resume", "delete_selected")}


@pytest.mark.parametrize("action", ["sync_now", "pause", "resume"])
def test_staff_who_may_only_look_pause_and_sync_nobody(ada, action) -> None:
    before = Schedule.objects.values().get()
    act(staff(codename__startswith="view_"), action, ada)
    assert Schedule.objects.values().get() == before
    assert not SyncRun.objects.exists()


def test_staff_who_may_change_people_pause_them(ada) -> None:
    act(staff(codename__in=["view_user", "change_user"]), "pause", ada)
    assert Schedule.objects.get().pause == "admin"


def test_only_superusers_make_staff_and_superusers_and_give_permissions(ada) -> None:
    client = staff()
    group = Group.objects.create(name="helpers")
    rights = {
        "is_staff": "on",
        "is_superuser": "on",
        "groups": [group.pk],
        "user_permissions": [Permission.objects.first().pk],
    }
    for person in (ada, User.objects.get(username="helper")):
        had = set(person.get_all_permissions())
        assert change(client, person, **rights, display_name="Changed").status_code == 302
        now = User.objects.get(pk=person.pk)
        assert now.display_name == "Changed"
        assert (now.is_staff, now.is_superuser) == (now.username == "helper", False)
        assert set(now.get_all_permissions()) == had
        assert not now.groups.exists()


def test_a_superuser_gives_these_rights(admin, ada) -> None:
    group = Group.objects.create(name="helpers")
    change(admin, ada, is_staff="on", is_superuser="on", groups=[group.pk])
    ada.refresh_from_db()
    assert (ada.is_staff, ada.is_superuser, ada.groups.get()) == (True, True, group)


def test_only_superusers_change_passwords(admin, ada) -> None:
    page = reverse("admin:auth_user_password_change", args=[ada.pk])
    new = {"usable_password": "true", "password1": "a-long-new-secret", "password2": "a-long-new-secret"}
    assert staff().post(page, new).status_code == 403
    ada.refresh_from_db()
    assert not ada.has_usable_password()
    assert admin.post(page, new).status_code == 302
    ada.refresh_from_db()
    assert ada.check_password("a-long-new-secret")


def test_the_password_is_on_the_page_for_superusers_only(admin, ada) -> None:
    page = reverse("admin:accounts_user_change", args=[ada.pk])
    assert "../password/" in admin.get(page).content.decode()
    assert "../password/" not in staff().get(page).content.decode()


def test_only_superusers_add_people_by_hand(admin) -> None:
    page = reverse("admin:accounts_user_add")
    assert staff().get(page).status_code == 403
    assert admin.get(page).status_code == 200


def test_staff_change_and_delete_no_superuser(admin, google) -> None:
    root, client = User.objects.get(username="root"), staff()
    assert client.post(reverse("admin:accounts_user_change", args=[root.pk]), {}).status_code == 403
    assert (
        client.post(reverse("admin:accounts_user_delete", args=[root.pk]), {"post": "yes"}).status_code == 403
    )
    data = {"action": "delete_selected", "_selected_action": [root.pk], "post": "yes"}
    assert client.post(reverse("admin:accounts_user_changelist"), data).status_code == 403
    assert User.objects.filter(pk=root.pk).exists()


def test_staff_with_view_permission_cannot_delete_people(ada, google) -> None:
    client = staff(codename__in=["view_user", "change_user"])
    page = reverse("admin:accounts_user_delete", args=[ada.pk])
    assert client.post(page, {"post": "yes"}).status_code == 403
    act(client, "delete_selected", ada)
    assert User.objects.filter(pk=ada.pk).exists()


def change(admin: Client, user: User, **fields: object) -> HttpResponse:
    page = reverse("admin:accounts_user_change", args=[user.pk])
    form = admin.get(page).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value not in (None, False, [])}
    for inline in ("credentials", "sheet", "schedule"):
        data |= {f"{inline}-TOTAL_FORMS": 0, f"{inline}-INITIAL_FORMS": 0}
    return admin.post(page, data | fields)


def test_another_time_zone_moves_the_next_run(admin, ada) -> None:
    before = Schedule.objects.get().next_run_at
    assert change(admin, ada, time_zone="Pacific/Auckland").status_code == 302
    ada.refresh_from_db()
    plan = Schedule.objects.get()
    assert ada.time_zone == "Pacific/Auckland"
    assert plan.next_run_at != before
    assert plan.next_run_at == schedule.next_for(plan, timezone.now())


def test_an_unknown_time_zone_is_refused(admin, ada) -> None:
    assert "is no IANA time zone" in change(admin, ada, time_zone="Mars/Base").content.decode()
    ada.refresh_from_db()
    assert ada.time_zone == "UTC"


def test_the_schedule_is_shown_read_only(admin, ada) -> None:
    row = Schedule.objects.get()
    data = {"schedule-TOTAL_FORMS": 1, "schedule-INITIAL_FORMS": 1}
    data |= {"schedule-0-id": row.pk, "schedule-0-user": ada.pk, "schedule-0-hour": 3}
    change(admin, ada, **data, **{"schedule-0-pause": "admin"})
    same = Schedule.objects.get()
    assert (same.hour, same.pause, same.next_run_at) == (row.hour, row.pause, row.next_run_at)


def test_an_hour_beyond_the_day_is_not_stored(ada) -> None:
    row = Schedule.objects.get()
    row.hour = 24
    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_problems_have_the_same_words_as_on_the_pages(admin, settings) -> None:
    page = admin.get(reverse("admin:index")).content.decode()
    for word in (f"{settings.SITE_NAME} administration", "People", "Runs", "Spotify apps"):
        assert word in page


def test_people_are_filtered_by_each_connection(admin, ada) -> None:
    listed = reverse("admin:accounts_user_changelist")
    for parameters, found in (
        ({"spotify": "active"}, {"ada"}),
        ({"spotify": "none"}, {"root"}),
        ({"spotify": "active", "google": "none"}, {"ada"}),
        ({"google": "active"}, set()),
    ):
        assert {user.username for user in admin.get(listed, parameters).context["cl"].result_list} == found


def test_people_are_filtered_by_the_problems_that_there_are(admin, ada) -> None:
    page = admin.get("/admin/accounts/user/").content.decode()
    assert "By problem code" not in page
    Schedule.objects.filter(user=ada).update(pause="problem", problem_code="sheet_gone")
    page = admin.get("/admin/accounts/user/").content.decode()
    # Without those who have none: a link needs words.
    assert re.findall(r'<a href="\?schedule__problem_code=([^"]*)"', page) == ["sheet_gone"]
    for code, count in (("sheet_gone", "1 person"), ("sheet_full", "0 people")):
        assert count in admin.get("/admin/accounts/user/", {"schedule__problem_code": code}).content.decode()


def test_no_filter_has_a_link_without_words(admin, ada) -> None:
    SyncRun.objects.create(user=ada, trigger="person", state="done")
    SourceState.objects.create(name="reccobeats")
    for page in ("accounts/user", "syncer/syncrun", "enrichment/sourcestate"):
        text = admin.get(f"/admin/{page}/").content.decode()
        assert not re.search(r"<a href=[^>]*>\s*</a>", text.partition('id="changelist-filter"')[2])


def test_runs_are_read_only_and_filtered_by_state_problem_and_date(admin, ada) -> None:
    run = SyncRun.objects.create(
        user=ada,
        trigger="person",
        state="failed",
        problem_code="sheet_full",
    )
    SyncRun.objects.create(user=ada, trigger="person", state="done")
    listed = reverse("admin:syncer_syncrun_changelist")
    tomorrow = timezone.now() + timedelta(days=1)
    filters = {"state__exact": "failed", "problem_code": "sheet_full", "created_at__lt": tomorrow.isoformat()}
    page = admin.get(listed, filters)
    assert page.context["cl"].result_count == 1
    shown = admin.get(reverse("admin:syncer_syncrun_change", args=[run.pk])).content.decode()
    assert "The spreadsheet is full" in shown
    assert 'name="_save"' not in shown
    assert admin.get(reverse("admin:syncer_syncrun_add")).status_code == 403


def test_a_paused_source_is_shown_with_its_end_and_reason(admin, settings) -> None:
    settings.FEATURE_SOURCES = ["reccobeats"]
    until = timezone.now() + timedelta(hours=2)
    Kind = SourceFailure
    SourceState.objects.create(name="reccobeats", blocked_until=until, failure=Kind.LIMITED, requests=4321)
    SourceState.objects.create(name="musicbrainz", blocked_until=timezone.now(), failure=Kind.DOWN)
    SourceState.objects.create(name="spotify-features")
    page = admin.get(reverse("admin:enrichment_sourcestate_changelist")).content.decode()
    assert f"ReccoBeats asked us to slow down; it is asked again at {until:%Y-%m-%d %H:%M} UTC." in page
    assert "4321" in page
    assert "MusicBrainz is being asked." in page
    assert "It is switched off here" in page
    resting = {"failure__exact": Kind.LIMITED}
    listed = admin.get(reverse("admin:enrichment_sourcestate_changelist"), resting)
    assert [state.name for state in listed.context["cl"].queryset] == ["reccobeats"]


def test_the_state_of_a_source_is_read_only(admin) -> None:
    SourceState.objects.create(name="reccobeats")
    shown = admin.get(reverse("admin:enrichment_sourcestate_change", args=["reccobeats"])).content.decode()
    assert 'name="_save"' not in shown
    assert "deletelink" not in shown
    assert admin.get(reverse("admin:enrichment_sourcestate_add")).status_code == 403


def test_no_page_of_the_admin_shows_a_token(admin, ada) -> None:
    credential = Credential.objects.get(user=ada)
    Credential.objects.update(access_sealed=seal("secret-access"), refresh_sealed=seal("secret-refresh"))
    credential.refresh_from_db()
    SpotifyApp.objects.create(client_id="client")
    pages = [
        reverse("admin:index"),
        reverse("admin:accounts_user_changelist"),
        reverse("admin:accounts_user_change", args=[ada.pk]),
        reverse("admin:providers_spotifyapp_changelist"),
    ]
    for page in pages:
        text = admin.get(page).content.decode()
        for secret in ("secret-access", credential.access_sealed, credential.refresh_sealed):
            assert secret not in text, page


def test_models_with_tokens_are_not_registered() -> None:
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
        SyncRun.objects.create(user=make_user(f"user{number}"), trigger="person", state="done")
    with django_assert_max_num_queries(14):
        admin.get(reverse("admin:accounts_user_changelist"))
