"""What the shell around every page shows, and what happened with a customer."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saldo.base.people.choices import Role
from saldo.base.people.schemas import StaffRequest
from saldo.collections.queries import count_waiting
from saldo.correspondence.choices import INBOUND, CallOutcome, MessageEventKind, MessageKind, MessageState
from saldo.correspondence.queries import MessageCard, MessageNews, TimelineItem
from saldo.insights.documents.words import bucket_labels
from saldo.insights.queries.figures import Bucket
from saldo.invoices.choices import InvoiceKind
from saldo.invoices.policies.sheet import Sheet
from saldo.kernel.actors import ActorKind
from saldo.payments.choices import PaymentMethod
from saldo.payments.policies.payment_sheet import PaymentSheet
from saldo.web.ui.schemas import NavigationLink, Shell
from saldo.web.ui.templatetags.ui import plain_money

if TYPE_CHECKING:
    from saldo.base.audit.models import AuditRecord
    from saldo.base.tenants.models import LegalEntity


def shell_of_request(request: HttpRequest) -> dict[str, Any]:
    """The context of `ui/console.html`. Nothing is read before a template asks for it: fragments do not pay."""
    return {"shell": SimpleLazyObject(lambda: _shell(cast(StaffRequest, request)))}


def _shell(request: StaffRequest) -> Shell:
    return Shell(
        navigation=[[_link(request, *line) for line in group] for group in _groups(request)],
        tenant=request.issuer.short_name,
        legal_entity="",
        person=request.actor.name,
        role=str(Role(request.role).label),
        search_url=reverse("console:find"),
        sign_out_url=reverse("people:sign_out"),
        account_url=reverse("people:change_profile"),
        is_test=request.issuer.is_test,
        test_sentence=_test_sentence(request.issuer),
        is_demo=settings.SALDO_DEMO and not request.issuer.is_test,
    )


def _test_sentence(issuer: LegalEntity) -> str:
    """What test mode means for this company; "" where it is off."""
    if not issuer.is_test:
        return ""
    if issuer.test_email:
        return _("Mail goes to %(address)s in place of customers, and no money moves.") % {"address": issuer.test_email}
    return _("Mail is held in place of being sent, and no money moves.")


def _groups(request: StaffRequest) -> list[list[tuple[str, str, int | None]]]:
    waiting = getattr(request, "waiting", None)  # a page that has counted them says so
    if waiting is None:
        waiting = count_waiting(request.actor.tenant_id, on=request.today)
    groups: list[list[tuple[str, str, int | None]]] = [
        [
            (_("Overview"), reverse("console:show_overview"), None),
            (_("Today"), reverse("collections:show_worklist"), waiting),
        ],
        [
            (_("Customers"), reverse("customers:find_customers"), None),
            (_("Invoices"), reverse("invoices:find_invoices"), None),
            (_("Payments"), reverse("settlement:find_payments"), None),
        ],
    ]
    groups.append([(_("Reports"), reverse("insights:show_reports"), None)])
    if request.actor.may("view_settings"):
        groups.append([(_("Settings"), reverse("console:show_settings"), None)])
    return groups


def _link(request: StaffRequest, label: str, url: str, waiting: int | None) -> NavigationLink:
    is_current = request.path == url if url == "/" else request.path.startswith(url)
    return NavigationLink(label, url, waiting, is_current)


FILLS = ("open", "late-1", "late-2", "late-3", "late-4")


def ageing_parts(buckets: Sequence[Bucket], currency: str) -> list[dict[str, Any]]:
    """The ageing for `{% ageing %}`; each part leads to its open invoices."""
    rows = reverse("insights:show_open_items")
    return [
        {
            "label": label,
            "amount": one.amount,
            "fill": fill,
            "url": f"{rows}?{urlencode({'currency': currency, 'bucket': one.name})}",
        }
        for one, label, fill in zip(buckets, bucket_labels(), FILLS, strict=True)
    ]


def customer_events(
    items: Sequence[TimelineItem], payments: Sequence[PaymentSheet], documents: Sequence[Sheet]
) -> list[dict[str, Any]]:
    """What went out and what came in, newest first, for `ui/timeline.html`.

    Mails and what became of them, calls, notes, what the customer wrote and opened, payments, documents.
    """
    dated = [
        *((one.card.created_at, _message_event(one)) for one in items),
        *(
            (news.occurred_at, _opening_event(one.card, news))
            for one in items
            for news in one.card.news
            if news.kind in _TOLD_OF_CUSTOMERS
        ),
        *((one.created_at, _payment_event(one)) for one in payments),
        *((one.issued_at, _document_event(one)) for one in documents if one.issued_at),
    ]
    return [event for _at, event in sorted(dated, key=itemgetter(0), reverse=True)]


_TOLD_OF_CUSTOMERS = (MessageEventKind.OPENED, MessageEventKind.BOUNCED, MessageEventKind.COMPLAINED)


def _opening_event(card: MessageCard, news: MessageNews) -> dict[str, Any]:
    icon = "eye" if news.kind is MessageEventKind.OPENED else "mail"
    return {
        "on": news.occurred_at,
        "icon": icon,
        "tone": _TELLING[news.kind],
        "words": news.kind.label,
        "note": card.subject,
    }


def _message_event(item: TimelineItem) -> dict[str, Any]:
    card = item.card
    if card.kind is MessageKind.NOTE:
        words = _("Note by %(name)s") % {"name": card.author_name}
        return {"on": card.created_at, "icon": "note", "words": words, "note": item.text}
    if card.kind is MessageKind.CALL:
        words = _("%(name)s called: %(outcome)s") % {"name": card.author_name, "outcome": _outcome(card.outcome)}
        return {"on": card.created_at, "icon": "call", "words": words, "note": item.text}
    if card.kind in INBOUND:
        words = _("%(kind)s, from %(name)s") % {"kind": card.kind.label, "name": card.author_name}
        return {"on": card.created_at, "icon": "disputed", "tone": "held", "words": words, "note": item.text}
    return {
        "on": card.created_at,
        "icon": "mail",
        "tone": _TONES.get(card.state, "idle"),
        "words": card.subject,
        "note": _("%(kind)s to %(recipient)s: %(state)s")
        % {"kind": card.kind.label, "recipient": card.recipient_email, "state": card.state.label},
        "url": reverse("correspondence:show_message", args=[card.id]),
        "action": _("Read it"),
    }


def _outcome(code: str) -> str:
    return str(CallOutcome(code).label) if code in CallOutcome.values else code


_TONES = {
    MessageState.BOUNCED: "overdue",
    MessageState.REFUSED: "overdue",
    MessageState.UNCERTAIN: "due",
    MessageState.HELD: "held",
}


def _payment_event(payment: PaymentSheet) -> dict[str, Any]:
    amount = plain_money(payment.amount)
    if payment.is_reversed:
        words = _("%(amount)s was received and taken back") % {"amount": amount}
    else:
        words = _("%(amount)s received") % {"amount": amount}
    return {
        "on": payment.created_at,
        "icon": "returned" if payment.is_reversed else "paid",
        "tone": "idle" if payment.is_reversed else "settled",
        "words": words,
        "note": PaymentMethod(payment.method).label,
        "url": reverse("settlement:show_payment", args=[payment.id]),
        "action": _("Payment"),
    }


def _document_event(sheet: Sheet) -> dict[str, Any]:
    return {
        "on": sheet.issued_at,
        "icon": "doc",
        "words": _("%(number)s issued, %(amount)s") % {"number": sheet.number, "amount": plain_money(sheet.total)},
        "note": sheet.title or sheet.reason,
        "url": reverse("console:show_invoice", args=[sheet.id]),
        "action": InvoiceKind(sheet.kind).label,
    }


def document_history(records: Sequence[AuditRecord], mails: Sequence[MessageCard]) -> list[dict[str, Any]]:
    """What happened to a document, newest first: who did what, and what became of its mails."""
    dated = [(one.recorded_at, _record_event(one)) for one in records if one.action in _DEEDS]
    dated += [(one.created_at, _mail_event(one)) for one in mails]
    dated += [(news.occurred_at, _news_event(news)) for one in mails for news in one.news if news.kind in _TELLING]
    return [event for _at, event in sorted(dated, key=itemgetter(0))][::-1]


_TELLING = {
    MessageEventKind.DELIVERED: "idle",
    MessageEventKind.OPENED: "idle",
    MessageEventKind.BOUNCED: "overdue",
    MessageEventKind.COMPLAINED: "overdue",
}


def _mail_event(mail: MessageCard) -> dict[str, Any]:
    return {
        "on": mail.created_at,
        "icon": "mail",
        "tone": _TONES.get(mail.state, "idle"),
        "words": _("%(kind)s by e-mail: %(state)s") % {"kind": mail.kind.label, "state": mail.state.label},
        "note": mail.recipient_email,
        "url": reverse("correspondence:show_message", args=[mail.id]),
        "action": _("Read it"),
    }


def _news_event(news: MessageNews) -> dict[str, Any]:
    tone = _TELLING[news.kind]
    return {"on": news.occurred_at, "icon": "mail", "tone": tone, "words": news.kind.label, "note": news.detail}


_DEEDS = {
    "draft_invoices": gettext_lazy("Draft written"),
    "change_draft": gettext_lazy("Draft changed"),
    "issue_invoices": gettext_lazy("Issued"),
    "import_invoices": gettext_lazy("Imported"),
    "credit_invoices": gettext_lazy("Credit note issued"),
    "make_documents": gettext_lazy("Document made"),
    "deliver_invoices": gettext_lazy("Mail written"),
}


def _who(record: AuditRecord) -> str:
    """The person's name; what a job did was done by nobody in particular."""
    return _("by itself") if record.actor_kind == ActorKind.SYSTEM else record.actor_name


def _record_event(record: AuditRecord) -> dict[str, Any]:
    return {"on": record.recorded_at, "icon": "doc", "words": _DEEDS[record.action], "note": _who(record)}


def step_words() -> dict[str, str]:
    """The steps of the first set-up, as their pages and the card on the overview call them."""
    return {
        "company": _("Your company"),
        "numbers": _("Numbers of documents"),
        "taxes": _("Taxes"),
        "brand": _("How your documents look"),
        "payment": _("How you are paid"),
        "mail": _("How mail leaves"),
        "start": _("The first invoices"),
    }
