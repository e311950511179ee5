"""The groups of staff: only superusers see and change them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.sessions import PASSWORD_BACKEND
from tests.support.cast import make_superuser, make_user

pytestmark = pytest.mark.django_db


def pages() -> list[str]:
    group = Group.objects.create(name="helpers")
    return [
        reverse("admin:auth_group_changelist"),
        reverse("admin:auth_group_add"),
        reverse("admin:auth_group_change", args=[group.pk]),
        reverse("admin:auth_group_delete", args=[group.pk]),
    ]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=PASSWORD_BACKEND)
    return client


def test_a_superuser_sees_and_changes_groups() -> None:
    client = signed_in(make_superuser())
    assert [client.get(page).status_code for page in pages()] == [200, 200, 200, 200]


def test_staff_with_every_permission_on_groups_do_not() -> None:
    helper = make_user("helper", is_staff=True)
    helper.user_permissions.set(Permission.objects.all())
    client = signed_in(helper)
    assert [client.get(page).status_code for page in pages()] == [403, 403, 403, 403]
    assert "Groups" not in client.get(reverse("admin:index")).content.decode()


def test_staff_cannot_give_their_own_group_a_permission() -> None:
    helper = make_user("helper", is_staff=True)
    helper.user_permissions.set(Permission.objects.all())
    group = Group.objects.create(name="helpers")
    helper.groups.add(group)
    data = {"name": "helpers", "permissions": [Permission.objects.get(codename="delete_user").pk]}
    answer = signed_in(helper).post(reverse("admin:auth_group_change", args=[group.pk]), data)
    assert answer.status_code == 403
    assert not group.permissions.exists()


@pytest.mark.parametrize("number", ["9" * 400, str(2**63), "9" * 5_000, "none", "0"])
def test_a_permission_that_no_row_can_be_is_refused_beside_the_field(number: str) -> None:
    client = signed_in(make_superuser())
    answer = client.post(reverse("admin:auth_group_add"), {"name": "helpers", "permissions": [number]})
    assert "permissions" in answer.context["adminform"].errors
    assert not Group.objects.exists()
