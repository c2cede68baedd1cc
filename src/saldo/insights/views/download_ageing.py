from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.customers.queries import billing_of
from saldo.insights.documents.tables import csv_file
from saldo.insights.documents.words import bucket_labels
from saldo.insights.forms import AgeingForm
from saldo.insights.queries import Ageing, ageing, buckets_of
from saldo.insights.views.known_at import read_known_at
from saldo.kernel.errors import BadInput
from saldo.kernel.money import Money


@require_safe
def download_ageing(request: StaffRequest) -> HttpResponse:
    """The ageing of every customer for a spreadsheet, with the two dates that make it again."""
    request.actor.require("view_insights")
    form = AgeingForm(request.GET)
    if not form.is_valid():
        raise BadInput("bad_date", "This is no day.", field="on")
    on = form.cleaned_data["on"] or request.today
    report = ageing(request.actor.tenant_id, on=on, known_at=read_known_at(form.cleaned_data["known_at"]))
    head = [_("Number"), _("Customer"), _("Currency"), *bucket_labels(), _("Together"), _("Credit")]
    head += [_("As of the end of"), _("As known at")]
    response = HttpResponse(csv_file(head, _rows(request, report)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="ageing-{on.isoformat()}.csv"'
    return response


def _rows(request: StaffRequest, report: Ageing) -> Iterator[list[object]]:
    names = billing_of(request.actor.tenant_id, {one.customer_id for one in report.rows})
    for one in report.rows:
        customer = names[one.customer_id]
        amounts = [*buckets_of(one), Money(one.total_minor, one.currency), Money(one.credit_minor, one.currency)]
        yield [
            *(customer.number, customer.name, one.currency),
            *(amount.decimal for amount in amounts),
            *(report.on.isoformat(), report.known_at.isoformat()),
        ]
