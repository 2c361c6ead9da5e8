"""A bare Django around "hello": no middleware, template or database. `gunicorn tests.benchmarks.bare`."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import path

from tests.benchmarks.hello import hello

settings.configure(ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[], ROOT_URLCONF=__name__)
urlpatterns = [path("hello/", hello)]
application = get_wsgi_application()
