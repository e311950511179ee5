"""What a worker refuses: wrong keys when it starts, and whatever is no task of ours."""

import pytest
from cryptography.fernet import Fernet
from django.apps import apps

from accounts.sealing import seal
from spotistats import settings
from spotistats.celery import app, refuse_wrong_keys
from tests.support.cast import sign_in

# Not ours: whatever task they brought would be a stranger.
OTHERS = {name for name in settings.INSTALLED_APPS if not (settings.ROOT / name).is_dir()}


def test_a_worker_with_the_right_keys_starts(sandbox, transactional_db) -> None:
    sign_in(sandbox.world, "ada")
    refuse_wrong_keys()


def test_a_worker_with_wrong_keys_exits_with_a_sentence(sandbox, transactional_db, settings) -> None:
    sign_in(sandbox.world, "ada")
    assert seal("x")
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(SystemExit, match="ENCRYPTION_KEYS"):
        refuse_wrong_keys()


def test_a_worker_knows_our_tasks_alone() -> None:
    app.loader.import_default_modules()
    app.finalize()
    packages = {app_config.name for app_config in apps.get_app_configs()} - OTHERS
    assert {name.split(".")[0] for name in app.tasks} <= packages
    assert {"enrichment.tasks.enrich", "syncer.tasks.sync_run"} <= set(app.tasks)
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


@pytest.mark.parametrize("what", ["accept_content", "result_accept_content"])
def test_messages_are_json(what: str) -> None:
    assert app.conf[what] == ["json"]
    assert {app.conf[f"{kind}_serializer"] for kind in ("task", "result", "event")} == {"json"}
