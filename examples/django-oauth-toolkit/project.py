"""A Django project in one file, as small as django-oauth-toolkit allows: its
settings, its pages, and a resource that it protects. Everything is on loopback."""
import functools
import logging
import os
import pathlib

import django
from django.conf import settings

state = pathlib.Path(__file__).with_name("state")
login = """<!doctype html><title>Sign in</title><form method="post">{% csrf_token %}{{ form.as_p }}
<button name="decision" value="login">Sign in</button></form>"""

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY=os.environ.get("INTEROP_DJANGO_KEY", "interop-key-that-signs-sessions-on-loopback"),
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": state / "db", "OPTIONS": {"timeout": 20}}},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "oauth2_provider"],
    # What startproject puts there, less what only the admin pages need.
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[{
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"loaders": [
            ("django.template.loaders.locmem.Loader", {"registration/login.html": login}),
            "django.template.loaders.app_directories.Loader",
        ]},
    }],
    # By itself Django works out a letter to its administrators for every 500.
    LOGGING_CONFIG=None,
    # A run logs in often, and slow hashes are not what it is about.
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    OAUTH2_PROVIDER={
        "SCOPES": {"openid": "Who you are", "read": "Read", "write": "Write"},
        "AUTHORIZATION_CODE_EXPIRE_SECONDS": 60,
        "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
        "OIDC_ENABLED": True,
        "OIDC_RSA_PRIVATE_KEY": (state / "key.pem").read_text(),
    },
    REST_FRAMEWORK={"UNAUTHENTICATED_USER": None},
)
logging.basicConfig(filename=state / "log", level=logging.WARNING)
django.setup()

import clock  # before anybody has asked for the time
from django.contrib.auth.views import LoginView
from django.core.wsgi import get_wsgi_application
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.http import JsonResponse
from django.urls import include, path
from jwcrypto.jwk import JWK
from oauth2_provider.contrib.rest_framework import OAuth2Authentication, TokenHasScope
from oauth2_provider.decorators import protected_resource
from rest_framework.response import Response
from rest_framework.views import APIView

# The toolkit reads its key anew for every ID token, which takes ten times as long
# as all the rest of an answer.
JWK.from_pem = functools.cache(JWK.from_pem)

# SQLite answers "database is locked" to a transaction that turns from reading to
# writing while another writes. Who says beforehand that he will write waits.
DatabaseWrapper._start_transaction_under_autocommit = lambda self: self.cursor().execute("BEGIN IMMEDIATE")


class Me(APIView):
    authentication_classes = [OAuth2Authentication]
    permission_classes = [TokenHasScope]
    required_scopes = ["read"]

    def get(self, request):
        return Response({"username": request.user.get_username()})


@protected_resource(scopes=["read"])
def view(request):
    return JsonResponse({"username": request.resource_owner.get_username()})


urlpatterns = [
    path("accounts/login/", LoginView.as_view()),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
    path("api/me", Me.as_view()),
    path("api/view", view),
]


def application(*request):
    return serve(*request)


serve = get_wsgi_application()
if __name__ == "project" and os.environ.get("SERVER_SOFTWARE", "").startswith("gunicorn"):
    clock.control(9612)
