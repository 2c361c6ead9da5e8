"""The portal as production serves it, with "hello" as one address more. `gunicorn tests.benchmarks.site`.

Its static files are those that `web.collect` has put into the run's folder.
"""

import os

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.wsgi import get_wsgi_application
from django.urls import include, path

from tests.benchmarks.hello import hello

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
settings.STATIC_ROOT = settings.STATE.folder / "static"
settings.ROOT_URLCONF = __name__
application = get_wsgi_application()

urlpatterns = [path("hello/", login_required(hello)), path("", include("portal.urls"))]
