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
from spotistats.server_log import ServerLogger


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
    """Makes Ctrl-C end the site as SIGTERM does."""
    # Gunicorn's handler of SIGINT takes a lock, and at times never returns.
    signal.signal(signal.SIGINT, lambda *_: os.kill(os.getpid(), signal.SIGTERM))


def leave_ctrl_c_to_the_parent(worker: Any) -> None:
    """Ignores Ctrl-C in the child process."""
    # A terminal sends it to both processes, and the parent ends its child anyway.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def start_worker(worker: Any) -> None:
    """Starts worker and scheduler in the serving process."""
    # After the fork: threads do not survive one.
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
        parser.add_argument("--bind", default=default_address(), help="address:port (default: %(default)s)")
        parser.add_argument("--threads", type=int, default=8)

    def handle(self, *args: Any, bind: str, threads: int, **options: Any) -> None:
        """Raises `CommandError` for an address, a database or keys that cannot be used."""
        refuse_taken_port(bind)
        refuse_unreachable_database()
        call_command("migrate", verbosity=0, interactive=False)
        try:
            require_working_keys()
        except ImproperlyConfigured as problem:
            raise CommandError(str(problem)) from problem
        gunicorn = {
            "bind": bind,
            # One process: without Redis the rate limits are counted in its memory.
            "workers": 1,
            "threads": threads,
            "worker_class": "gthread",
            "timeout": 0,
            "loglevel": "warning",
            "accesslog": None,
            "logger_class": ServerLogger,
            "control_socket_disable": True,
            "when_ready": end_gently_on_ctrl_c,
            "post_worker_init": leave_ctrl_c_to_the_parent,
        }
        if not settings.REDIS_URL:
            gunicorn |= {"post_worker_init": start_worker, "worker_exit": stop_worker}
        self.stdout.write(f"{settings.SITE_NAME} serves {settings.SITE_URL} (Ctrl-C ends it)")
        Site(gunicorn).run()


def default_address() -> str:
    """Returns the address to listen on: the port of SITE_URL, or 8000 for a public site."""
    # A public site has a reverse proxy in front, and the documentation forwards to 8000.
    return f"127.0.0.1:{8000 if settings.PUBLIC else urlsplit(settings.SITE_URL).port or 80}"


def refuse_taken_port(bind: str) -> None:
    """Raises `CommandError` when the address cannot be listened on."""
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
    """Raises `CommandError` with the driver's reason."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = " ".join(str(error).split())
        # A driver may quote the connection string.
        password = str(connection.settings_dict["PASSWORD"])
        if password:
            reason = reason.replace(password, "…")
        raise CommandError(f"The database that DATABASE_URL names cannot be reached: {reason}") from error
