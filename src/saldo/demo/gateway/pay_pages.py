"""The hosted card page, without script: pay, confirm with the bank, and go back to the merchant."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from datetime import datetime

from saldo.demo.gateway import pay_markup, queries
from saldo.demo.gateway.cards import CARDS, DECLINE_SENTENCES, Behaviour, Card, card_of_number, card_of_slug
from saldo.demo.gateway.charges import answer_challenge, charge_card, iso, order_of
from saldo.demo.gateway.checks import origin_of
from saldo.demo.gateway.errors import ApiError
from saldo.demo.gateway.machine import Machine
from saldo.demo.gateway.records import Charge, ChargeStatus, Checkout
from saldo.demo.pages.markup import Markup, fill, join
from saldo.demo.pages.shell import icon, page
from saldo.demo.pages.wsgi import Halt, Request, Response, Route, html_response, see_other
from saldo.kernel.errors import SaldoError
from saldo.kernel.locales import format_money
from saldo.kernel.money import Money

CHALLENGE_CODE = "123456"

_ICON_OF_BEHAVIOUR = {
    Behaviour.APPROVE: "yes",
    Behaviour.DECLINE: "no",
    Behaviour.CHALLENGE: "shield",
    Behaviour.SLOW_APPROVE: "wait",
    Behaviour.SLOW_DECLINE: "wait",
    Behaviour.ANSWER_LOST: "alert",
    Behaviour.OUTAGE: "alert",
}


class PayPages:
    """The payer's pages over one machine."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            ("GET", "/pay/<checkout_id>", self._show),
            ("POST", "/pay/<checkout_id>", self._pay),
            ("GET", "/pay/<checkout_id>/challenge/<charge_id>", self._show_challenge),
            ("POST", "/pay/<checkout_id>/challenge/<charge_id>", self._answer_challenge),
        ]

    def _show(self, request: Request, checkout_id: str) -> Response:
        with self._machine.store.transaction() as db:
            self._require_service(db)
            checkout = _require_checkout(db, checkout_id)
            charge = queries.last_charge_of_checkout(db, checkout_id)
        if response := self._closed(checkout, charge):
            return response
        card = card_of_slug(request.query.get("card", "")) or CARDS[0]
        declined = charge if charge and charge.status == ChargeStatus.DECLINED and "declined" in request.query else None
        return _pay_page(checkout, card, _card_fields(checkout, card, self._machine.clock.now()), {}, declined)

    def _pay(self, request: Request, checkout_id: str) -> Response:
        form = request.form
        with self._machine.store.transaction() as db:
            self._require_service(db)
            checkout = _require_checkout(db, checkout_id)
            charge = queries.last_charge_of_checkout(db, checkout_id)
        if charge is not None and charge.status in (ChargeStatus.SUCCEEDED, ChargeStatus.PENDING):
            return see_other(checkout.return_url)  # a second click, or the other tab
        if response := self._closed(checkout, charge):
            return response
        errors = _card_errors(form, self._machine.clock.now())
        card = card_of_number(form.get("number", ""))
        if errors or card is None:
            return _pay_page(checkout, card or CARDS[0], form, errors, None, status=422)
        return self._charge(checkout, card)

    def _charge(self, checkout: Checkout, card: Card) -> Response:
        try:
            with self._machine.store.transaction() as db:
                charge = charge_card(db, order_of(checkout), card, at=self._machine.clock.now(), present=True)
        except ApiError:
            raise _outage() from None
        self._machine.courier.wake()
        if charge.status == ChargeStatus.CHALLENGED:
            return see_other(f"/pay/{checkout.id}/challenge/{charge.id}")
        if charge.status == ChargeStatus.DECLINED:
            return see_other(f"/pay/{checkout.id}?card={card.slug}&declined=yes")
        if card.behaviour == Behaviour.ANSWER_LOST:
            sentence = "No answer came in time. (The card was charged: the merchant has to find out.)"
            return _state(504, "alert", "Time-out", sentence)
        return see_other(checkout.return_url)

    def _show_challenge(self, request: Request, checkout_id: str, charge_id: str, *, error: str = "") -> Response:
        with self._machine.store.transaction() as db:
            checkout, charge = _require_challenge(db, checkout_id, charge_id)
        if charge.status != ChargeStatus.CHALLENGED:
            return see_other(f"/pay/{checkout.id}")
        body = fill(
            pay_markup.CHALLENGE,
            payee=checkout.payee or "A merchant",
            amount=_money(checkout.amount, checkout.locale),
            last_four=charge.last_four,
            checkout_id=checkout.id,
            charge_id=charge.id,
            code=CHALLENGE_CODE,
            invalid=_invalid("code", error),
            error=_error("code", error),
        )
        status = 422 if error else 200
        return html_response(status, page("Is this you?", body, kind="payer"), form_action=_form_action(checkout))

    def _answer_challenge(self, request: Request, checkout_id: str, charge_id: str) -> Response:
        form = request.form
        answer = form.get("answer")
        if answer not in ("confirm", "refuse"):
            return self._show_challenge(request, checkout_id, charge_id, error="Please say yes or no.")
        if answer == "confirm" and form.get("code", "").strip() != CHALLENGE_CODE:
            return self._show_challenge(request, checkout_id, charge_id, error=f"The code is {CHALLENGE_CODE}.")
        with self._machine.store.transaction() as db:
            checkout, charge = _require_challenge(db, checkout_id, charge_id)
            charge = answer_challenge(db, charge, confirmed=answer == "confirm", at=self._machine.clock.now())
        self._machine.courier.wake()
        if charge.status == ChargeStatus.DECLINED:
            return see_other(f"/pay/{checkout.id}?declined=yes")
        return see_other(checkout.return_url)

    def _require_service(self, db: sqlite3.Connection) -> None:
        if queries.read_setting(db, "api", "works") == "outage":
            raise _outage()

    def _closed(self, checkout: Checkout, charge: Charge | None) -> Response | None:
        """The page of a checkout on which nothing can be paid any more."""
        action = fill(pay_markup.GO_ON, url=checkout.return_url, label=f"Go on to {checkout.payee or 'the merchant'}")
        amount = _money(checkout.amount, checkout.locale)
        if charge is not None and charge.status == ChargeStatus.SUCCEEDED:
            return _state(200, "yes", "Paid", f"{amount} was paid.", action=action)
        if charge is not None and charge.status == ChargeStatus.PENDING:
            sentence = f"{amount} is being paid. The bank takes a moment."
            return _state(200, "wait", "One moment", sentence, action=action, refresh_seconds=3)
        if checkout.expires_at <= iso(self._machine.clock.now()):
            return _state(410, "wait", "This page has expired", "Nothing was paid. Please ask for a new link.")
        return None


def _pay_page(
    checkout: Checkout,
    card: Card,
    values: Mapping[str, str],
    errors: Mapping[str, str],
    declined: Charge | None,
    *,
    status: int = 200,
) -> Response:
    amount = _money(checkout.amount, checkout.locale)
    title = f"Pay {checkout.payee}" if checkout.payee else "Payment"
    order = fill(
        pay_markup.ORDER,
        title=title,
        amount=amount,
        description=checkout.description,
        customer=fill(pay_markup.CUSTOMER, name=checkout.customer_name) if checkout.customer_name else None,
        cancel_url=checkout.cancel_url,
        back_icon=icon("back"),
    )
    body = fill(
        pay_markup.PAY,
        bar=Markup(pay_markup.BAR),
        order=order,
        notice=_decline_notice(declined),
        checkout_id=checkout.id,
        amount=amount,
        number=_field("number", "Card number", values, errors, limit=24, numeric=True),
        expiry=_field("expiry", "Valid until (month/year)", values, errors, limit=7, numeric=True),
        cvc=_field("cvc", "Security code", values, errors, limit=4, numeric=True),
        holder=_field("holder", "Name on the card", values, errors, limit=100),
        cards=join(_card_option(checkout, option, current=option is card) for option in CARDS),
    )
    return html_response(status, page(title, body, kind="payer"), form_action=_form_action(checkout))


def _decline_notice(declined: Charge | None) -> Markup | None:
    if declined is None:
        return None
    reason = DECLINE_SENTENCES.get(declined.decline_code or "", "The bank refused the payment.")
    sentence = f"{reason} Nothing was taken; another card may work."
    return fill(pay_markup.NOTICE, kind="bad", icon=icon("no"), sentence=sentence)


def _card_option(checkout: Checkout, card: Card, *, current: bool) -> Markup:
    return fill(
        pay_markup.CARD,
        kind=" current" if current else "",
        current=Markup(' aria-current="true"') if current else None,
        checkout_id=checkout.id,
        slug=card.slug,
        icon=icon(_ICON_OF_BEHAVIOUR[card.behaviour]),
        label=card.label,
        hint=card.hint,
        last_four=card.last_four,
    )


def _field(
    name: str, label: str, values: Mapping[str, str], errors: Mapping[str, str], *, limit: int, numeric: bool = False
) -> Markup:
    error = errors.get(name, "")
    return fill(
        pay_markup.FIELD,
        name=name,
        label=label,
        value=values.get(name, "")[:limit],
        limit=limit,
        attributes=Markup('required inputmode="numeric"' if numeric else "required"),
        invalid=_invalid(name, error),
        error=_error(name, error),
    )


def _invalid(name: str, error: str) -> Markup | None:
    return fill(' aria-invalid="true" aria-describedby="{name}-error"', name=name) if error else None


def _error(name: str, error: str) -> Markup | None:
    return fill(pay_markup.FIELD_ERROR, name=name, icon=icon("no"), sentence=error) if error else None


def _card_fields(checkout: Checkout, card: Card, now: datetime) -> dict[str, str]:
    expiry = f"12/{(now.year + 3) % 100:02d}"
    return {
        "number": card.spaced_number,
        "expiry": expiry,
        "cvc": "123",
        "holder": checkout.customer_name or "Dana Example",
    }


def _card_errors(form: Mapping[str, str], now: datetime) -> dict[str, str]:
    """Sentence by field; the number itself is never repeated in one."""
    errors = {}
    if card_of_number(form.get("number", "")) is None:
        errors["number"] = "Only the test cards below work here. Please never type a real card."
    expiry = re.fullmatch(r"\s*(0?[1-9]|1[0-2])\s*/\s*([0-9]{2})\s*", form.get("expiry", ""))
    if expiry is None:
        errors["expiry"] = "Please write month and year, such as 12/30."
    elif (2000 + int(expiry[2]), int(expiry[1])) < (now.year, now.month):
        errors["expiry"] = "This date has passed."
    if not re.fullmatch(r"[0-9]{3,4}", form.get("cvc", "").strip()):
        errors["cvc"] = "Three or four digits."
    holder = form.get("holder", "").strip()
    if not holder or len(holder) > 100 or not holder.isprintable():
        errors["holder"] = "Please write the name on the card."
    return errors


def _money(amount: Money, locale: str) -> str:
    """In the payer's way of writing numbers; in English where the locale is not known."""
    try:
        return format_money(amount, locale or "en")
    except SaldoError:
        return format_money(amount, "en")


def _form_action(checkout: Checkout) -> str:
    """Browsers hold a form's redirects to `form-action` too, so the way back to the merchant is named."""
    return " ".join(["'self'", *sorted({origin_of(checkout.return_url), origin_of(checkout.cancel_url)})])


def _require_checkout(db: sqlite3.Connection, checkout_id: str) -> Checkout:
    checkout = queries.find_checkout(db, checkout_id)
    if checkout is None:
        raise Halt(_state(404, "no", "There is nothing to pay here", "Please open the link from your message again."))
    return checkout


def _require_challenge(db: sqlite3.Connection, checkout_id: str, charge_id: str) -> tuple[Checkout, Charge]:
    checkout = _require_checkout(db, checkout_id)
    charge = queries.find_charge(db, charge_id)
    if charge is None or charge.checkout_id != checkout.id:
        raise Halt(_state(404, "no", "There is nothing to confirm here", "Please go back to the payment page."))
    return checkout, charge


def _outage() -> Halt:
    return Halt(_state(503, "alert", "Out of order", "The gateway does not work at the moment. Nothing was taken."))


def _state(
    status: int,
    kind: str,
    title: str,
    sentence: str,
    *,
    action: Markup | None = None,
    refresh_seconds: int | None = None,
) -> Response:
    body = fill(
        pay_markup.STATE,
        bar=Markup(pay_markup.BAR),
        kind=kind,
        icon=icon(kind),
        title=title,
        sentence=sentence,
        action=action,
    )
    return html_response(status, page(title, body, kind="payer", refresh_seconds=refresh_seconds))
