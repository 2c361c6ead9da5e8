import pytest
from django.core.management import call_command
from django.test import override_settings

from portal.static_files import PortalStaticFilesStorage


@pytest.fixture(scope="session")
def collected(tmp_path_factory):
    """A folder of our own stylesheets and drawings, collected as production does it."""
    root = tmp_path_factory.mktemp("static")
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "portal.static_files.PortalStaticFilesStorage"},
    }
    finders = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    with override_settings(STATIC_ROOT=str(root), STORAGES=storages, STATICFILES_FINDERS=finders):
        call_command("collectstatic", interactive=False, verbosity=0)
    return PortalStaticFilesStorage(location=str(root), base_url="/static/")
