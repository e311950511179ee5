"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spotistats.settings")
application = get_wsgi_application()

from accounts.checks import require_working_keys  # noqa: E402 - models can be imported from here on
from spotistats.checks import require_operator  # noqa: E402

require_operator()
require_working_keys()
