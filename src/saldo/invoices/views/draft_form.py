"""The form of a draft: its head, its lines, what they add up to, and what they come to as a request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from saldo.base.people.schemas import StaffRequest
from saldo.customers.queries import billing_of, customers_by_number, find_customers
from saldo.invoices.actions import NewInvoice
from saldo.invoices.forms import MOST_LINES, SPARE_LINES, DraftForm, LineForm, bound_lines, fresh_lines, retyped_lines
from saldo.kernel.errors import BadInput
from saldo.kernel.money import is_currency
from saldo.kernel.outcomes import Refusal
from saldo.taxes.policies.compute_totals import LineAmounts, Totals, compute_totals
from saldo.taxes.queries import tax_codes

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity
    from saldo.taxes.models import TaxCode

Taxes = list[tuple[str, str]]
_FIELDS = {"customer_id": "customer", "period": "period_to"}


class Ground(NamedTuple):
    """Who bills, and with which taxes, the default first."""

    issuer: LegalEntity
    codes: list[TaxCode]

    @property
    def taxes(self) -> Taxes:
        """The taxes as choices of a line."""
        return [(str(one.id), one.name) for one in self.codes]


@dataclass(slots=True)
class DraftPage:
    """What the page shows. `head` and `lines` are Django forms."""

    head: DraftForm
    lines: list[LineForm]

    def context(self, request: StaffRequest, ground: Ground) -> dict[str, Any]:
        """For the template."""
        return {
            "head": self.head,
            "lines": self.lines,
            "has_room": len(self.lines) < MOST_LINES,
            "has_wrong_lines": any(line.errors for line in self.lines if line.is_bound),
            "totals": _totals(request, self, ground),
            "issuer": ground.issuer,
            "has_taxes": bool(ground.codes),
        }


def ground_of(request: StaffRequest, legal_entity_id: UUID | None = None) -> Ground:
    """The issuer of a draft that is kept, or the one that the form or its address names; else the one that is open."""
    wanted = str(legal_entity_id or request.POST.get("issuer") or request.GET.get("issuer") or "")
    issuer = next((one for one in request.issuers if str(one.id) == wanted), request.issuer)
    return Ground(issuer, tax_codes(request.actor.tenant_id, issuer.id))


def fresh_page(initial: Mapping[str, Any], kept: list[Mapping[str, Any]], taxes: Taxes) -> DraftPage:
    """A form that nobody has written in yet."""
    return DraftPage(DraftForm(initial=dict(initial)), fresh_lines(kept, taxes=taxes, spare=0 if kept else SPARE_LINES))


def reshaped_page(data: Mapping[str, Any], taxes: Taxes) -> DraftPage | None:
    """What was typed, unjudged: with room for more lines, without one, or just added up.

    None where `do` asks for none of these.
    """
    do = str(data.get("do", ""))
    number = do.removeprefix("remove_line_")
    removed = int(number) if do != number and number.isascii() and number.isdigit() and len(number) < 4 else None
    if do not in ("add_lines", "add_up") and removed is None:
        return None
    return retyped_page(data, taxes, more=SPARE_LINES if do == "add_lines" else 0, without=removed)


def retyped_page(data: Mapping[str, Any], taxes: Taxes, *, more: int = 0, without: int | None = None) -> DraftPage:
    """What was typed, unjudged."""
    typed = {name: data[name] for name in DraftForm.base_fields if name in data}
    return DraftPage(DraftForm(initial=typed), retyped_lines(data, taxes=taxes, more=more, without=without))


def read_page(request: StaffRequest, data: Mapping[str, Any], taxes: Taxes) -> tuple[DraftPage, UUID | None]:
    """What was sent, and the customer that it is for, if that is clear."""
    page = DraftPage(DraftForm(data), bound_lines(data, taxes=taxes))
    customer_id = None
    if page.head.is_valid():
        customer_id = _find_customer(request, page.head)
    return page, customer_id


def _totals(request: StaffRequest, page: DraftPage, ground: Ground) -> Totals | None:
    """What the lines that are right come to; None where none is, or where their sum cannot be billed."""
    codes = {str(one.id): one for one in ground.codes}
    amounts = []
    for line in page.lines:
        values = {line.add_prefix(name): line[name].value() or "" for name in line.fields}
        values[line.add_prefix("description")] = "-"  # adds up before it has words
        judged = LineForm(values, prefix=line.prefix, taxes=ground.taxes)
        if judged.is_valid():
            new = judged.new_line()
            code = codes[str(new.tax_code_id)]
            amounts.append(LineAmounts(new.quantity, new.unit_price, new.discount_percent, code.category, code.rate))
    try:
        return compute_totals(amounts, _currency(request, page.head, ground)) if amounts else None
    except BadInput:
        return None


def _currency(request: StaffRequest, head: DraftForm, ground: Ground) -> str:
    """The one that was chosen, the customer's where their number is written, or the issuer's."""
    chosen = str(head["currency"].value() or "")
    if is_currency(chosen):
        return chosen
    words, tenant_id = str(head["customer"].value() or "").strip(), request.actor.tenant_id
    customer_id = customers_by_number(tenant_id, [words]).get(words) if words else None
    card = billing_of(tenant_id, [customer_id]).get(customer_id) if customer_id else None
    return (card.currency if card else "") or ground.issuer.currency


def _find_customer(request: StaffRequest, head: DraftForm) -> UUID | None:
    words, tenant_id = head.cleaned_data["customer"].strip(), request.actor.tenant_id
    exact = customers_by_number(tenant_id, [words]).get(words)
    if exact:
        return exact
    found = find_customers(tenant_id, search=words, limit=6).customers
    same = [one for one in found if one.name.casefold() == words.casefold()]
    if len(found) == 1 or len(same) == 1:
        return (same or found)[0].customer_id
    if found:
        names = "; ".join(f"{one.name} ({one.number})" for one in found[:5])
        head.add_error(
            "customer", _("Several customers are called so. Write the number of one: %(names)s.") % {"names": names}
        )
    else:
        head.add_error("customer", _("There is no such customer."))
    return None


def new_invoice_of(page: DraftPage, *, customer_id: UUID | None, legal_entity_id: UUID) -> NewInvoice | None:
    """The request, or None where something that was typed is not right yet."""
    written = [line for line in page.lines if line.is_bound]
    are_right = [line.is_valid() for line in written]
    if not written and page.head.is_valid():
        page.head.add_error(None, _("Write at least one line."))
    if customer_id is None or not written or not all(are_right) or not page.head.is_valid():
        return None
    data = page.head.cleaned_data
    return NewInvoice(
        id=data["id"],
        legal_entity_id=legal_entity_id,
        customer_id=customer_id,
        lines=tuple(line.new_line() for line in written),
        **{
            name: data[name]
            for name in ("currency", "terms_days", "title", "period", "order_number", "note", "language")
        },
    )


def show_refusals(page: DraftPage, refused: Iterable[Refusal]) -> None:
    """Put each refusal at its field: `lines.2.quantity` counts the lines that were written."""
    written = [line for line in page.lines if line.is_bound]
    for one in refused:
        parts = (one.field or "").split(".")
        if len(parts) == 3 and int(parts[1]) < len(written):
            _blame(written[int(parts[1])], parts[2], one.sentence)
        else:
            _blame(page.head, _FIELDS.get(parts[0], parts[0]), one.sentence)


def _blame(form: DraftForm | LineForm, field: str, sentence: str) -> None:
    form.add_error(field if field in form.fields else None, sentence)
