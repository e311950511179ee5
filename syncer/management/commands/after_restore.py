"""After a backup was restored: deletes again who had been deleted since, and reads every sheet before it is written."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.deletion import delete_account
from accounts.tombstones import people_in_doubt, restored_people
from sheets.models import LinkedSheet


class Command(BaseCommand):
    help = (
        "Run it after a backup was restored, before worker and web start: deletes again the people who had their data"
        " deleted after the backup was made, and lets the next sync read each sheet before it writes."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises `CommandError` where nothing is known of deletions."""
        if not settings.DELETIONS_FILE.exists():
            raise CommandError(
                f"There is no {settings.DELETIONS_FILE}, where deletions are kept. If nobody has ever been deleted, make it"
                " as an empty file; otherwise bring it back first. Nothing was changed."
            )
        deleted = 0
        for user in list(restored_people()):
            delete_account(user)
            deleted += 1
        # The tabs hold what was written after the backup: what the database takes for confirmed is older.
        sheets = LinkedSheet.objects.update(read_at=None)
        self.stdout.write(
            f"{deleted} people deleted again; {sheets} sheets will be read before they are written."
        )
        if in_doubt := [str(user.pk) for user in people_in_doubt()]:
            self.stderr.write(
                f"Of these people a deletion was begun, and it is not known that it was done: {', '.join(in_doubt)}. They are"
                " as the backup has them. Ask them, or delete them in the admin."
            )
