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
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
