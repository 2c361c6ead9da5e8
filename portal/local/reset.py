"""`make reset`: forget everything that `make run` keeps."""

import os
import shutil
import sys

from portal.services import LocalServices, ServiceError


def main() -> int:
    """Remove the state folder, unless a portal runs from it."""
    os.environ.update(AFTERCARE_MODE="demo", DJANGO_SETTINGS_MODULE="portal.settings")
    from django.conf import settings

    state = settings.STATE
    try:
        with LocalServices(state, "auto", say=print) as services:
            services.take_state(f"make reset (process {os.getpid()})")
            shutil.rmtree(state.folder)
    except ServiceError as error:
        print(f"Nothing was removed. {error}")
        return 1
    print(f"{state.folder} is removed; the next `make run` starts with a fresh demo clinic.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
