"""Gunicorn's settings in a container: `gunicorn spotistats.wsgi --config python:spotistats.server`."""

from spotistats.server_log import ACCESS_LOG_FORMAT, ServerLogger

bind = "0.0.0.0:8000"
workers = 3
threads = 4
# A heartbeat on a disk can block, and the container's file system is read-only.
worker_tmp_dir = "/dev/shm"  # noqa: S108
# Whoever reaches the socket commands the server; nobody here does.
control_socket_disable = True
accesslog = "-"
access_log_format = ACCESS_LOG_FORMAT
logger_class = ServerLogger
