"""The installation's settings with a database that a fixture fills in later."""

import os

os.environ.setdefault("SALDO_SECRET_KEY", "tests-only-" + "x" * 40)
os.environ["SALDO_POOL"] = "0"

from saldo.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True
