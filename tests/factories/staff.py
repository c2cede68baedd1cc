"""Alice, Bob and Rita at their browsers: people who sign in, and what a page of theirs costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection
from django.forms import ChoiceField
from django.test import Client
from django.test.utils import CaptureQueriesContext

from saldo.base.people.actions import admit_member
from saldo.base.tenants.frame import frame
from saldo.kernel.clock import Clock
from tests.factories.cast import House

MOST_QUERIES = 12
BACKEND = "django.contrib.auth.backends.ModelBackend"
NAMES = {"owner": "Alice", "collector": "Bob", "bookkeeper": "Berta", "account_manager": "Max", "read_only": "Rita"}


def browser_of(house: House, clock: Clock, role: str = "owner", *, language: str = "en") -> Client:
    """A browser in which a person with this role is signed in; what its pages say is as of the clock."""
    settings.SALDO_CLOCK = clock
    with frame(house.tenant_id, clock=clock):
        user = admit_member(
            f"{role}-{house.tenant_id.hex}@example.test",
            name=NAMES[role],
            role=role,
            password="correct horse battery",
            language=language,
            actor=house.night,
        )
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@contextmanager
def few_queries(most: int = MOST_QUERIES) -> Iterator[None]:
    """Fails when more queries run than a page may have once the tenant is set."""
    with CaptureQueriesContext(connection) as captured:
        yield
    statements = [one["sql"] for one in captured.captured_queries]
    begun = next(at for at, sql in enumerate(statements) if "saldo.tenant" in sql)
    inside = [sql for sql in statements[begun + 1 :] if not sql.startswith(("COMMIT", "ROLLBACK", "BEGIN"))]
    after = [sql for sql in inside if "django_session" not in sql and "people_signin" not in sql]
    assert len(after) <= most, f"{len(after)} queries:\n" + "\n".join(sql[:160] for sql in after)


def typed(response: Any, **changes: str) -> dict[str, str]:
    """What a browser would send back: every field of the page's first form as it stands, with some changed."""
    form = response.context["form"] if "form" in response.context else response.context["head"]
    values = {name: form[name].value() for name in form.fields}
    for name, field in form.fields.items():
        if isinstance(field, ChoiceField) and values[name] is None:  # a list without a choice shows its first line
            values[name] = next(iter(field.choices))[0]
    plain = {
        name: str(value) for name, value in values.items() if value is not None and value is not False and value != ""
    }
    return {**plain, **changes}
