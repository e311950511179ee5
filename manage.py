#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys


def main() -> None:
    if sys.argv[1:] == ["make_key"]:  # settings refuse to load without a key, so it is made before them
        from spotistats.environment import make_fernet_key

        print(make_fernet_key())
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spotistats.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        if "--traceback" in sys.argv:
            raise
        sys.exit(str(problem))  # whoever runs the site needs the sentence, not where in the code it was said


if __name__ == "__main__":
    main()
