"""The test cards and what each of them makes happen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Behaviour(StrEnum):
    """What the bank, or the gateway, does with a card."""

    APPROVE = "approve"
    DECLINE = "decline"
    CHALLENGE = "challenge"  # 3-D Secure: the holder confirms at the bank's page
    SLOW_APPROVE = "slow_approve"
    SLOW_DECLINE = "slow_decline"
    ANSWER_LOST = "answer_lost"  # charged, and then the answer does not arrive
    OUTAGE = "outage"  # nothing is charged, the gateway answers 503


@dataclass(frozen=True)
class Card:
    """A test card. `slug` names it in methods (`pm_<slug>`) and addresses; `decline_code` is set where it declines."""

    slug: str
    number: str
    behaviour: Behaviour
    label: str
    hint: str
    decline_code: str | None = None

    @property
    def last_four(self) -> str:
        """All of the number that is ever stored."""
        return self.number[-4:]

    @property
    def spaced_number(self) -> str:
        """The number in groups of four."""
        return " ".join(self.number[start : start + 4] for start in range(0, len(self.number), 4))


CARDS = (
    Card("approved", "4242424242424242", Behaviour.APPROVE, "Approved", "Paid at once."),
    Card(
        "three_d_secure", "4000000000000119", Behaviour.CHALLENGE, "3-D Secure", "The bank asks the holder to confirm."
    ),
    Card("slow", "4000000000000226", Behaviour.SLOW_APPROVE, "Slow", "Pending, then paid some seconds later."),
    Card(
        "slow_decline",
        "4000000000000333",
        Behaviour.SLOW_DECLINE,
        "Slow, then declined",
        "Pending, then refused.",
        "do_not_honour",
    ),  # fmt: skip
    Card(
        "insufficient_funds",
        "4000000000000440",
        Behaviour.DECLINE,
        "Not enough money",
        "Declined: insufficient_funds.",
        "insufficient_funds",
    ),  # fmt: skip
    Card("expired_card", "4000000000000556", Behaviour.DECLINE, "Expired", "Declined: expired_card.", "expired_card"),
    Card(
        "do_not_honour",
        "4000000000000663",
        Behaviour.DECLINE,
        "Bank says no",
        "Declined: do_not_honour.",
        "do_not_honour",
    ),
    Card("stolen_card", "4000000000000770", Behaviour.DECLINE, "Stolen", "Declined: stolen_card.", "stolen_card"),
    Card(
        "incorrect_cvc",
        "4000000000000887",
        Behaviour.DECLINE,
        "Wrong code",
        "Declined: incorrect_cvc.",
        "incorrect_cvc",
    ),
    Card(
        "answer_lost",
        "4000000000000994",
        Behaviour.ANSWER_LOST,
        "Charged, then timeout",
        "Paid, but no answer arrives.",
    ),
    Card("outage", "4000000000001109", Behaviour.OUTAGE, "Outage", "The gateway answers 503; nothing is taken."),
)

DECLINE_SENTENCES = {
    "insufficient_funds": "There is not enough money on the account.",
    "expired_card": "The card has expired.",
    "do_not_honour": "The bank refused the payment without giving a reason.",
    "stolen_card": "The bank refused this card.",
    "incorrect_cvc": "The security code is not right.",
    "authentication_failed": "The payment was not confirmed with the bank.",
}

_BY_NUMBER = {card.number: card for card in CARDS}
_BY_SLUG = {card.slug: card for card in CARDS}


def card_of_number(number: str) -> Card | None:
    """The test card with this number (spaces and dashes are ignored); None for any other, real ones above all."""
    return _BY_NUMBER.get(number.replace(" ", "").replace("-", ""))


def card_of_slug(slug: str) -> Card | None:
    """The test card with this name."""
    return _BY_SLUG.get(slug)


def card_of_method(method: str) -> Card | None:
    """The card behind a stored method `pm_<slug>`."""
    return _BY_SLUG.get(method.removeprefix("pm_")) if method.startswith("pm_") else None


def passes_luhn(number: str) -> bool:
    """True when the check digit is right (ISO/IEC 7812-1, annex B)."""
    if not (number.isascii() and number.isdigit()):
        return False
    digits = [int(digit) for digit in reversed(number)]
    doubled = [digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
