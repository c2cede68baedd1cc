"""The closed list of tables without a tenant, with the application's rights. Checked against the catalogue."""

from __future__ import annotations

from typing import Final

_ALL: Final = "SELECT, INSERT, UPDATE, DELETE"

GLOBAL_TABLES: Final[dict[str, str]] = {
    "tenants_tenant": "SELECT, INSERT",
    "people_user": "SELECT, INSERT, UPDATE",
    "people_membership": "SELECT, INSERT, UPDATE",
    "people_signin": _ALL,
    "saldo_cache": _ALL,
    "mfa_authenticator": _ALL,
    "account_emailaddress": "SELECT",
    "account_emailconfirmation": "SELECT",
    "django_session": _ALL,
    "django_migrations": "SELECT",
    "django_content_type": "SELECT",
    "auth_permission": "SELECT",
    "auth_group": "SELECT",
    "auth_group_permissions": "SELECT",
    "axes_accessattempt": _ALL,
    "axes_accesslog": _ALL,
    "axes_accessfailurelog": _ALL,
    "axes_accessattemptexpiration": _ALL,
    "procrastinate_jobs": _ALL,
    "procrastinate_events": _ALL,
    "procrastinate_periodic_defers": _ALL,
    "procrastinate_workers": _ALL,
}
