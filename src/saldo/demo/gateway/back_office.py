"""The gateway's back office: see charges, give back, dispute, and make the webhooks misbehave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from saldo.demo.gateway import office_markup, queries
from saldo.demo.gateway.charges import decide_dispute, open_dispute, refund_charge
from saldo.demo.gateway.checks import check_money
from saldo.demo.gateway.errors import ApiError
from saldo.demo.gateway.machine import Machine
from saldo.demo.gateway.records import Charge, ChargeStatus, Delivery, DisputeStatus
from saldo.demo.gateway.webhooks import release, send_again
from saldo.demo.pages.markup import Markup, fill, join
from saldo.demo.pages.shell import icon, page
from saldo.demo.pages.wsgi import Request, Response, Route, html_response, see_other
from saldo.kernel.locales import format_money

API_STATES = {"works": "Works", "outage": "Answers 503", "answer_lost": "Does it, then no answer"}
WEBHOOK_STATES = {"send": "Sent at once", "hold": "Held back"}

_DELIVERY_WORDS = {
    "waiting": ("due", "wait", "Waiting"),
    "held": ("held", "wait", "Held back"),
    "delivered": ("settled", "yes", "Delivered"),
    "gave_up": ("overdue", "no", "Given up"),
    "no_address": ("idle", "alert", "No address"),
}


class BackOffice:
    """The merchant-side pages over one machine. They have no sign-in: the machine is on the loopback address only."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            ("GET", "/", self._list_charges),
            ("GET", "/charges/<charge_id>", self._show_charge),
            ("POST", "/charges/<charge_id>/refund", self._changing(self._refund)),
            ("POST", "/charges/<charge_id>/dispute", self._changing(self._dispute)),
            ("POST", "/charges/<charge_id>/decide", self._changing(self._decide)),
            ("POST", "/api-state", self._changing(self._set_api)),
            ("GET", "/webhooks", self._list_webhooks),
            ("POST", "/webhooks/state", self._changing(self._set_webhooks)),
            ("POST", "/webhooks/release", self._changing(self._release)),
            ("POST", "/webhooks/<delivery_id>/send", self._changing(self._send)),
        ]

    # Pages

    def _list_charges(self, _request: Request) -> Response:
        with self._machine.store.transaction() as db:
            charges = queries.list_charges(db)
            api_state = queries.read_setting(db, "api", "works")
        rows = join(_charge_row(charge) for charge in charges)
        table = fill(office_markup.CHARGE_TABLE, rows=rows) if charges else _empty("No charge yet.")
        switches = _switch("/api-state", "The gateway", "state", API_STATES, api_state)
        return _page("Charges", fill(office_markup.CHARGES, switches=switches, table=table), charges=True)

    def _show_charge(self, _request: Request, charge_id: str) -> Response:
        with self._machine.store.transaction() as db:
            charge = queries.find_charge(db, charge_id)
            refunds = queries.list_refunds(db, charge_id)
            deliveries = queries.list_deliveries(db, charge_id=charge_id)
        if charge is None:
            return _problem(404, "There is no such charge.")
        facts = [
            *_facts(charge),
            *((f"Refund, {_minute(refund.occurred_at)}", format_money(refund.amount, "en")) for refund in refunds),
        ]
        body = fill(
            office_markup.CHARGE,
            title=charge.description or "Charge",
            amount=format_money(charge.amount, "en"),
            state=_charge_state(charge),
            facts=join(fill(office_markup.FACT, name=name, value=value) for name, value in facts),
            actions=_actions(charge),
            deliveries=_deliveries(deliveries),
        )
        return _page("Charge", body, charges=True)

    def _list_webhooks(self, _request: Request) -> Response:
        with self._machine.store.transaction() as db:
            deliveries = queries.list_deliveries(db)
            state = queries.read_setting(db, "webhooks", "send")
            held = db.execute("select count(*) from delivery where state = 'held'").fetchone()[0]
        sentence = f"{held} held back" if held != 1 else "One is held back"
        body = fill(
            office_markup.WEBHOOKS,
            switches=_switch("/webhooks/state", "New webhooks", "state", WEBHOOK_STATES, state),
            release=fill(office_markup.RELEASE, sentence=sentence) if held else None,
            table=_deliveries(deliveries),
        )
        return _page("Webhooks", body, charges=False)

    # Changes: one transaction each, then back to the page

    def _changing(self, change: Callable[..., str]) -> Callable[..., Response]:
        def handle(request: Request, **names: str) -> Response:
            form = request.form
            try:
                with self._machine.store.transaction() as db:
                    target = change(db, form, **names)
            except ApiError as error:
                return _problem(error.http_status, error.sentence)
            self._machine.courier.wake()
            return see_other(target)

        return handle

    def _refund(self, db: Any, form: dict[str, str], charge_id: str) -> str:
        charge = _require(queries.find_charge(db, charge_id))
        amount = check_money({"amount": form.get("amount", ""), "currency": charge.amount.currency})
        refund_charge(db, charge, amount, reason="requested_by_merchant", at=self._machine.clock.now())
        return f"/charges/{charge_id}"

    def _dispute(self, db: Any, _form: dict[str, str], charge_id: str) -> str:
        open_dispute(db, _require(queries.find_charge(db, charge_id)), at=self._machine.clock.now())
        return f"/charges/{charge_id}"

    def _decide(self, db: Any, form: dict[str, str], charge_id: str) -> str:
        winner = _choice(form, "winner", ("merchant", "holder"))
        charge = _require(queries.find_charge(db, charge_id))
        decide_dispute(db, charge, won=winner == "merchant", at=self._machine.clock.now())
        return f"/charges/{charge_id}"

    def _set_api(self, db: Any, form: dict[str, str]) -> str:
        queries.write_setting(db, "api", _choice(form, "state", tuple(API_STATES)))
        return "/"

    def _set_webhooks(self, db: Any, form: dict[str, str]) -> str:
        queries.write_setting(db, "webhooks", _choice(form, "state", tuple(WEBHOOK_STATES)))
        return "/webhooks"

    def _release(self, db: Any, form: dict[str, str]) -> str:
        release(db, newest_first=_choice(form, "order", ("oldest", "newest")) == "newest")
        return "/webhooks"

    def _send(self, db: Any, form: dict[str, str], delivery_id: str) -> str:
        times = int(_choice(form, "times", ("1", "5")))
        if not delivery_id.isdecimal() or not send_again(db, int(delivery_id[:15]), times=times):
            raise ApiError("not_found", "There is no such delivery, or it has no address.", status=404)
        return "/webhooks"


def _require(charge: Charge | None) -> Charge:
    if charge is None:
        raise ApiError("not_found", "There is no such charge.", status=404)
    return charge


def _choice(form: dict[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = form.get(name, "")
    if value not in allowed:
        raise ApiError("bad_choice", "Please choose one of the buttons.", status=422)
    return value


def _page(title: str, body: Markup, *, charges: bool, status: int = 200) -> Response:
    here = Markup(' aria-current="page"')
    whole = fill(
        office_markup.PAGE,
        body=body,
        charges_current=here if charges else None,
        webhooks_current=None if charges else here,
    )
    return html_response(status, page(title, whole, kind="office"))


def _problem(status: int, sentence: str) -> Response:
    body = fill(office_markup.PROBLEM, icon=icon("no"), sentence=sentence)
    return _page("That was not done", body, charges=True, status=status)


def _switch(action: str, label: str, name: str, options: dict[str, str], current: str) -> Markup:
    buttons = join(
        fill(
            office_markup.OPTION,
            name=name,
            value=value,
            label=word,
            pressed=Markup(' aria-pressed="true"') if value == current else Markup(' aria-pressed="false"'),
        )
        for value, word in options.items()
    )
    return fill(office_markup.SWITCH, action=action, label=label, options=buttons)


def _charge_row(charge: Charge) -> Markup:
    return fill(
        office_markup.CHARGE_ROW,
        id=charge.id,
        title=charge.description or charge.order_key,
        customer=f"{charge.customer_name} · " if charge.customer_name else "",
        last_four=charge.last_four,
        state=_charge_state(charge),
        when=_minute(charge.occurred_at),
        amount=format_money(charge.amount, "en"),
    )


def _charge_state(charge: Charge) -> Markup:
    if charge.dispute == DisputeStatus.OPEN:
        kind, drawing, word = "due", "alert", "Disputed"
    elif charge.dispute == DisputeStatus.LOST:
        kind, drawing, word = "overdue", "no", "Dispute lost"
    elif charge.status == ChargeStatus.SUCCEEDED and charge.refunded == charge.amount:
        kind, drawing, word = "idle", "back", "Given back"
    elif charge.status == ChargeStatus.SUCCEEDED and charge.refunded:
        kind, drawing, word = "settled", "yes", "Paid, partly given back"
    elif charge.status == ChargeStatus.SUCCEEDED:
        kind, drawing, word = "settled", "yes", "Paid"
    elif charge.status == ChargeStatus.DECLINED:
        kind, drawing, word = "overdue", "no", f"Declined: {charge.decline_code}"
    elif charge.status == ChargeStatus.PENDING:
        kind, drawing, word = "due", "wait", "Pending"
    else:
        kind, drawing, word = "held", "shield", "At the bank"
    return fill(office_markup.STATE_WORD, kind=kind, icon=icon(drawing), word=word)


def _facts(charge: Charge) -> list[tuple[str, str]]:
    facts = [
        ("Charge", charge.id),
        ("Order key", charge.order_key),
        ("Customer", charge.customer_name),
        ("Payee", charge.payee),
        ("Card", f"•••• {charge.last_four}"),
        ("When", _minute(charge.occurred_at)),
        ("Fee", format_money(charge.fee, "en") if charge.fee else ""),
        ("Given back", format_money(charge.refunded, "en") if charge.refunded else ""),
        ("In dispute", format_money(charge.disputed, "en") if charge.dispute else ""),
        ("Webhooks go to", charge.webhook_url),
    ]
    return [(name, value) for name, value in facts if value]


def _actions(charge: Charge) -> Markup | None:
    forms = []
    if charge.refundable:
        amount = str(charge.refundable.decimal)
        forms.append(fill(office_markup.REFUND, id=charge.id, currency=charge.amount.currency, amount=amount))
    if charge.refundable and charge.dispute is None:
        forms.append(fill(office_markup.DISPUTE, id=charge.id))
    if charge.dispute == DisputeStatus.OPEN:
        forms.append(fill(office_markup.DECIDE, id=charge.id))
    return fill(office_markup.ACTIONS, forms=join(forms)) if forms else None


def _deliveries(deliveries: list[Delivery]) -> Markup:
    if not deliveries:
        return _empty("Nothing was sent yet.")
    return fill(office_markup.DELIVERY_TABLE, rows=join(_delivery_row(delivery) for delivery in deliveries))


def _delivery_row(delivery: Delivery) -> Markup:
    kind, drawing, word = _DELIVERY_WORDS[delivery.state]
    tries = f" (try {delivery.attempts})" if delivery.attempts > 1 else ""
    return fill(
        office_markup.DELIVERY_ROW,
        charge_id=delivery.charge_id,
        type=delivery.event_type,
        event_id=delivery.event_id,
        state=fill(office_markup.STATE_WORD, kind=kind, icon=icon(drawing), word=word),
        answer=f"{delivery.last_answer}{tries}" if delivery.last_answer else "–",
        again=fill(office_markup.AGAIN, id=delivery.id) if delivery.url else None,
    )


def _empty(sentence: str) -> Markup:
    return fill(office_markup.EMPTY, sentence=sentence)


def _minute(instant: str) -> str:
    return instant[:16].replace("T", " ")
