"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spotistats.settings")
django_application = get_wsgi_application()

from accounts.checks import require_working_keys  # noqa: E402 - models can be imported from here on
from spotistats.checks import log_warnings, require_operator  # noqa: E402
from website.charset import Utf8Application  # noqa: E402

application = Utf8Application(django_application)

require_operator()
log_warnings()
require_working_keys()
