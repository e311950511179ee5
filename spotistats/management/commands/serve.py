"""The site in one process; without REDIS_URL the worker and the scheduler run inside it."""

from __future__ import annotations

import os
import signal
import socket
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection
from gunicorn.app.base import BaseApplication

from accounts.checks import require_working_keys


class Site(BaseApplication):  # type: ignore[misc]
    """Gunicorn with its options given in code."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for key, value in self.options.items():
            self.cfg.set(key, value)

    def load(self) -> Any:
        from spotistats.wsgi import application

        return application


def end_gently_on_ctrl_c(server: Any) -> None:
    """Gunicorn's own way to end at once takes a lock in a signal handler, and at times never ends."""
    signal.signal(signal.SIGINT, lambda *_: os.kill(os.getpid(), signal.SIGTERM))


def leave_ctrl_c_to_the_parent(worker: Any) -> None:
    """A terminal tells both of them, and the parent tells its child anyway."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def start_worker(worker: Any) -> None:
    """Runs in the one serving process, after the fork: threads do not survive one."""
    from spotistats.embedded import EmbeddedWorker

    leave_ctrl_c_to_the_parent(worker)
    worker.embedded = EmbeddedWorker()
    worker.embedded.start()


def stop_worker(server: Any, worker: Any) -> None:
    if hasattr(worker, "embedded"):
        worker.embedded.stop()


class Command(BaseCommand):
    help = "Serve the site; without REDIS_URL its worker and scheduler run in the same process."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default=own_address(), help="address:port (default: %(default)s)")
        parser.add_argument("--threads", type=int, default=8)

    def handle(self, *args: Any, bind: str, threads: int, **options: Any) -> None:
        refuse_taken_port(bind)
        refuse_unreachable_database()
        call_command("migrate", verbosity=0, interactive=False)
        try:
            require_working_keys()
        except ImproperlyConfigured as problem:
            raise CommandError(str(problem)) from problem
        gunicorn = {
            "bind": bind,
            "workers": 1,
            "threads": threads,
            "worker_class": "gthread",
            "timeout": 0,
            "loglevel": "warning",
            "accesslog": None,
            "control_socket_disable": True,
            "when_ready": end_gently_on_ctrl_c,
            "post_worker_init": leave_ctrl_c_to_the_parent,
        }
        if not settings.REDIS_URL:
            gunicorn |= {"post_worker_init": start_worker, "worker_exit": stop_worker}
        self.stdout.write(f"{settings.SITE_NAME} serves {settings.SITE_URL} (Ctrl-C ends it)")
        Site(gunicorn).run()


def own_address() -> str:
    """On this machine the port that SITE_URL names; behind a public one stands a server that knows 8000."""
    return f"127.0.0.1:{8000 if settings.PUBLIC else urlsplit(settings.SITE_URL).port or 80}"


def refuse_taken_port(bind: str) -> None:
    host, _, port = bind.rpartition(":")
    if not port.isdigit():
        raise CommandError(f"--bind {bind}: give it as address:port, for example 127.0.0.1:8000.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host or "0.0.0.0", int(port)))  # noqa: S104
        except OSError as error:
            raise CommandError(
                f"{bind} cannot be used: {error.strerror}. Choose another with --bind."
            ) from error


def refuse_unreachable_database() -> None:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = " ".join(str(error).split())
        password = str(connection.settings_dict["PASSWORD"])
        if password:
            reason = reason.replace(password, "…")
        raise CommandError(f"The database that DATABASE_URL names cannot be reached: {reason}") from error
