"""What the house answers, and the notice that contact details were changed, as mails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from saldo.cases.choices import CaseKind
from saldo.cases.queries import CaseSheet
from saldo.correspondence.documents.mail import MailSender, RenderedMail, render_mail
from saldo.customers.queries import Billing
from saldo.kernel.locales import format_date

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity


def render_answer_mail(
    case: CaseSheet, words: str, *, number: str, entity: LegalEntity, billing: Billing, url: str
) -> RenderedMail:
    """The answer to a case in the words of a person; what the customer wrote stands below. `number` is the invoice's.

    `url` opens the customer's portal.
    """
    return render_mail(
        "cases/mail_answer",
        {
            **_common(case, entity, billing, url),
            "number": number,
            "paragraphs": _paragraphs(words),
            "asked": _paragraphs(case.words),
            "is_dispute": case.kind == CaseKind.DISPUTE,
        },
        billing.language,
    )


def render_contact_mail(
    case: CaseSheet, *, changed: Mapping[str, str], entity: LegalEntity, billing: Billing, url: str
) -> RenderedMail:
    """To the address that was known before: what was changed, and whom to call if nobody there asked for it.

    It shows no new address in full: a stranger who reads the old mailbox learns nothing.
    """
    context = {**_common(case, entity, billing, url), "fields": sorted(changed)}
    return render_mail("cases/mail_contact", context, billing.language)


def _common(case: CaseSheet, entity: LegalEntity, billing: Billing, url: str) -> dict[str, Any]:
    return {
        "sender": MailSender.of(entity),
        "salutation": billing.salutation,
        "recipient_company": billing.name,
        "asked_on": format_date(case.opened_at.date(), billing.language, "long"),
        "action_url": url,
    }


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
