"""Makes the tables, and registers whom the target file names."""
import os

import project  # the settings
from django.contrib.auth.models import User
from django.core.management import call_command
from oauth2_provider.models import Application

callback = "http://127.0.0.1:8765/callback"


def client(name, secret):
    Application.objects.create(
        client_id=name, client_secret=secret, name=name, redirect_uris=f"{callback} {callback}?via=authassay",
        client_type=Application.CLIENT_CONFIDENTIAL, authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        algorithm=Application.RS256_ALGORITHM,
    )


call_command("migrate", verbosity=0)
User.objects.create_user("olga", password=os.environ.get("INTEROP_PASSWORD", "interop-password-of-olga"))
User.objects.create_user("otto", password=os.environ.get("INTEROP_OTHER_PASSWORD", "interop-password-of-otto"))
client("assay", os.environ.get("INTEROP_CLIENT_SECRET", "interop-secret-of-the-first-client"))
client("assay:second", os.environ.get("INTEROP_OTHER_SECRET", "interop+secret%of the second:client"))
