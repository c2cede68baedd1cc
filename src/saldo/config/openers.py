"""Who opens the frame of a page for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from saldo.base.people.actions.keep_form import keep_form
from saldo.base.people.policies.person_cookie import PERSON_COOKIE, PERSON_SALT, VALID_FOR
from saldo.base.people.queries import TENANT_KEY, actor_for, memberships_of
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import ISSUER_KEY, list_legal_entities
from saldo.kernel.calendar import business_date
from saldo.kernel.clock import SystemClock
from saldo.kernel.errors import Conflict, NotPermitted

if TYPE_CHECKING:
    from saldo.base.people.models import Membership, User
    from saldo.base.people.schemas import StaffRequest


@dataclass(frozen=True)
class PersonOpening:
    """A person who is signed in, in one of their tenants."""

    user: User
    membership: Membership

    @property
    def tenant_id(self) -> UUID:
        """The tenant whose rows the page may see."""
        return self.membership.tenant_id

    def enter(self, request: HttpRequest) -> None:
        """Make it a `StaffRequest`: name actor and issuer; speak the person's language, in the issuer's time."""
        staff = cast("StaffRequest", request)
        staff.actor = actor_for(self.user, self.membership)
        staff.role = self.membership.role
        issuers = list_legal_entities(self.tenant_id)
        if not issuers:
            raise Conflict("no_legal_entity", "This company has no legal entity yet. Run saldo setup.")
        chosen = request.session.get(ISSUER_KEY)
        staff.issuers = issuers
        staff.issuer = next((one for one in issuers if str(one.id) == chosen), issuers[0])
        staff.today = business_date(current_frame().now, staff.issuer.time_zone)
        timezone.activate(staff.issuer.time_zone)
        translation.activate(self.user.language)
        request.LANGUAGE_CODE = translation.get_language()


def open_for_person(request: HttpRequest, _kwargs: dict[str, Any]) -> PersonOpening | HttpResponse:
    """The signed-in person's chosen tenant, or their first; the way to the sign-in page where nobody is signed in.

    Raises NotPermitted for a person who belongs to no tenant any more.
    """
    if not request.user.is_authenticated:
        return _way_to_sign_in(request)
    memberships = memberships_of(request.user.pk)
    if not memberships:
        raise NotPermitted("no_tenant", "You do not belong to any company here. Ask the owner to invite you.")
    chosen = request.session.get(TENANT_KEY)
    membership = next((one for one in memberships if str(one.tenant_id) == chosen), memberships[0])
    return PersonOpening(request.user, membership)


def _way_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and from there to the page that the person stood on; a form that was sent is kept."""
    person = request.get_signed_cookie(PERSON_COOKIE, default=None, salt=PERSON_SALT, max_age=VALID_FOR)
    target = request.get_full_path()
    if request.method == "POST" and person:
        now = (settings.SALDO_CLOCK or SystemClock()).now()
        target = keep_form(request, user_id=person, now=now, actor=None)
    elif request.headers.get("HX-Request"):
        target = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
    answer = redirect_to_login(target)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": answer["Location"]})
    return answer
