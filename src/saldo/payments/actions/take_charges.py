from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import list_legal_entities
from saldo.base.tenants.writer import update_rows
from saldo.kernel.actors import Actor
from saldo.kernel.calendar import business_date
from saldo.kernel.outcomes import Outcome
from saldo.kernel.references import new_id
from saldo.payments.actions.record_payments import record_payments
from saldo.payments.choices import CheckoutState, PaymentMethod, PaymentOrigin
from saldo.payments.models import Checkout
from saldo.payments.policies.checkout_state import ChargeReport, News, charge_note, next_state
from saldo.payments.policies.new_payment import NewPayment
from saldo.payments.queries import CheckoutSheet, lock_checkouts

_OVER = frozenset({CheckoutState.PAID, CheckoutState.FAILED})


def take_charges(reports: Sequence[ChargeReport], *, actor: Actor) -> Outcome[UUID]:
    """Believe what gateways say of checkouts: state by state, and one payment for each charge that succeeded.

    The checkouts are locked, so webhook and redirect cannot both be first. Returns what became of the payments. A
    charge that was recorded before, from whichever side, is unchanged. What was charged counts, also when it is not
    what was asked for; a note says so.
    """
    checkouts = lock_checkouts(actor.tenant_id, [one.checkout_id for one in reports])
    zones = {one.id: one.time_zone for one in list_legal_entities(actor.tenant_id)}
    states = {one.id: CheckoutState(one.state) for one in checkouts.values()}
    declines: dict[UUID, str] = {}
    payments = []
    for report in reports:
        checkout = checkouts[report.checkout_id]
        before = states[checkout.id]
        states[checkout.id] = next_state(before, report.news)
        if report.decline_code:
            declines[checkout.id] = report.decline_code
        if report.news is News.SUCCEEDED:
            is_second = before is CheckoutState.PAID
            payments.append(_payment(report, checkout, zones[checkout.legal_entity_id], is_second=is_second))
    _write(checkouts, states, declines)
    return record_payments(payments, actor=actor)


def _payment(report: ChargeReport, checkout: CheckoutSheet, zone: str, *, is_second: bool) -> NewPayment:
    """The key is the charge's, so that a repeat is unchanged; a second charge of a checkout is other money."""
    return NewPayment(
        id=new_id(),
        key=f"charge:{checkout.gateway_account_id}:{report.reference}"[:200],
        customer_id=checkout.customer_id,
        legal_entity_id=checkout.legal_entity_id,
        method=PaymentMethod.CARD,
        amount=report.amount,
        received_on=business_date(report.occurred_at, zone),
        reference=report.reference[:200],
        note=charge_note(report.amount, asked=checkout.amount, is_second=is_second),
        origin=PaymentOrigin.GATEWAY,
        checkout_id=None if is_second else checkout.id,
        gateway_account_id=checkout.gateway_account_id,
    )


def _write(
    checkouts: Mapping[UUID, CheckoutSheet], states: Mapping[UUID, CheckoutState], declines: Mapping[UUID, str]
) -> None:
    now = current_frame().now
    rows = []
    for one in checkouts.values():
        state = states[one.id]
        code = "" if state is CheckoutState.PAID else declines.get(one.id, one.failure_code)[:60]
        finished_at = one.finished_at or (now if state in _OVER else None)
        if (state, code, finished_at) != (one.state, one.failure_code, one.finished_at):
            rows.append((one.id, state.value, code, finished_at))
    update_rows(Checkout, ("id", "state", "failure_code", "finished_at"), rows)
