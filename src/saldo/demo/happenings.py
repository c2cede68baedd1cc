"""What happens in the company's past, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal


@dataclass(frozen=True)
class Line:
    """A line of an invoice; the price is net, in the customer's currency."""

    description: str
    price: Decimal
    quantity: Decimal = Decimal(1)
    unit: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Bill:
    """An invoice to be written on a day. `ref` names it within the plan. A draft is not issued."""

    ref: str
    customer: str
    day: date
    title: str
    lines: tuple[Line, ...]
    terms_days: int
    period: str = ""
    order_number: str = ""
    is_draft: bool = False

    @property
    def due_on(self) -> date:
        """The last day of the terms."""
        return self.day + timedelta(days=self.terms_days)

    @property
    def net(self) -> Decimal:
        """The sum of the lines."""
        return sum((line.price * line.quantity for line in self.lines), Decimal(0))


@dataclass(frozen=True)
class Receipt:
    """Money that comes on a day: a share of what is then open of some invoices, and something more, kept as credit."""

    key: str
    customer: str
    day: date
    bills: tuple[str, ...]
    share: Decimal = Decimal(1)
    extra: Decimal = Decimal(0)
    method: str = "transfer"
    note: str = ""


@dataclass(frozen=True)
class Correction:
    """A credit note: a share of an invoice, and why."""

    bill: str
    customer: str
    day: date
    share: Decimal
    reason: str


@dataclass(frozen=True)
class Remark:
    """A note that somebody of the agency puts on a customer's timeline."""

    customer: str
    day: date
    author: str
    text: str


@dataclass(frozen=True)
class Inquiry:
    """What a customer writes on the portal: a question, or what is wrong with a bill (`reason`, a CaseReason).

    With an `answer` it is answered on `answered_on` and closed.
    """

    key: str
    customer: str
    day: date
    words: str
    bill: str = ""
    reason: str = ""
    answer: str = ""
    answered_on: date | None = None


@dataclass(frozen=True)
class PhoneCall:
    """A call that somebody of the agency made, and what came of it (a CallOutcome)."""

    customer: str
    day: date
    author: str
    outcome: str
    text: str


@dataclass(frozen=True)
class Promise:
    """What the customer says when the collector takes up the next task about them on or after a day."""

    customer: str
    day: date
    pays_on: date
    text: str


@dataclass(frozen=True)
class NewAddress:
    """Another mailbox for a customer. One that is `dead` sends everything back."""

    customer: str
    day: date
    mailbox: str
    contact: str
    salutation: str
    dead: bool = False


@dataclass(frozen=True)
class Return:
    """A payment that is taken back."""

    receipt: str
    customer: str
    day: date
    reason: str


@dataclass
class Plan:
    """Everything that happens, by day."""

    first_day: date
    today: date
    bills: list[Bill] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    returns: list[Return] = field(default_factory=list)
    inquiries: list[Inquiry] = field(default_factory=list)
    calls: list[PhoneCall] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    addresses: list[NewAddress] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=dict)
    """Customers whose tasks wait for the reader of the demo: letters from this step on, and everything else."""
