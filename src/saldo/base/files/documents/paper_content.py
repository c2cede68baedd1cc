"""What a paper is made of: plain JSON, frozen when the document is issued.

The paper never adds, rounds or looks anything up: running sums and totals arrive ready. Amounts are decimal strings
("-1234.50") in the currency of the document with at most its decimals, so nothing is ever rounded here. Days are ISO
dates ("2026-11-22"). What is optional may be absent, None or empty alike; its place on the paper closes up.
"""

from typing import Annotated, Literal, NotRequired, TypedDict

Amount = Annotated[str, "amount"]
"""Money of the document's currency as a decimal string, with at most `exponent` decimals."""
Number = Annotated[str, "number"]
"""A quantity, price or percentage as a decimal string with any number of decimals, printed as it is."""
Day = Annotated[str, "day"]
"""An ISO date."""
Url = Annotated[str, "url"]
"""An http or https address."""
Svg = Annotated[str, "svg"]
"""A picture, as `payment_code` makes them."""

TaxKind = Literal["standard", "zero", "exempt", "reverse_charge", "intra_community", "export", "outside_scope"]


class Seller(TypedDict):
    """The legal entity that sends the paper."""

    name: str  # full legal name
    short_name: NotRequired[str | None]  # as in the letterhead; the full name otherwise
    mark: NotRequired[str | None]  # one to three initials in the brand's colour
    address_lines: NotRequired[list[str]]  # the sender's line above the window
    contact_lines: NotRequired[list[str]]  # top right, at most three: web address, e-mail, telephone
    legal_line: NotRequired[str | None]  # at the foot of every page: register, tax number, capital; the name otherwise


class Customer(TypedDict):
    """Who is addressed."""

    name: str
    address_lines: NotRequired[list[str]]  # under the name in the window, the country last
    tax_number: NotRequired[str | None]


class Contact(TypedDict):
    """The person at the seller who answers."""

    name: str
    role: NotRequired[str | None]  # "Accounts", in the customer's language
    email: NotRequired[str | None]
    phone: NotRequired[str | None]


class Line(TypedDict):
    """One row of what was sold. A column that no line fills is left out."""

    description: str  # newlines are kept
    detail: NotRequired[str | None]  # small, under the description
    quantity: NotRequired[Number | None]
    unit: NotRequired[str | None]  # a code of the words ("hour", "piece"), or printed as it is
    unit_price: NotRequired[Number | None]  # may have more decimals than the currency
    discount_percent: NotRequired[Number | None]
    tax: NotRequired[str | None]  # a percentage ("23"), or a code of `tax_marks` ("reverse_charge")
    amount: Amount  # net, after discount
    running_amount: Amount  # the sum of all amounts up to this one, for "carried forward"


class Tax(TypedDict):
    """One row of the taxes."""

    kind: TaxKind
    percent: NotRequired[Number | None]
    base: Amount
    amount: Amount


class PayRow(TypedDict):
    """How another country names an account."""

    name: str  # "Pix", "Sort code"
    value: str


class Pay(TypedDict):
    """The pay panel. Absent when there is nothing to pay."""

    payee: str  # the account holder
    iban: NotRequired[str | None]  # with or without spaces
    bic: NotRequired[str | None]
    rows: NotRequired[list[PayRow]]  # instead of IBAN and BIC
    reference: NotRequired[str | None]  # as the payer types it; the document's number otherwise
    link: NotRequired[Url | None]  # the customer's payment page
    link_text: NotRequired[str | None]  # what is printed of it; the address without https:// otherwise
    online_hint: NotRequired[str | None]  # the methods that the page takes, a sentence in the customer's language
    qr: NotRequired[Svg | None]  # the code that pays, see `payment_code`


class Fiscal(TypedDict):
    """What the tax office wants to see."""

    code: str  # ATCUD and the like; also at the foot of every page
    qr: NotRequired[Svg | None]
    notes: NotRequired[list[str]]


class Term(TypedDict):
    """One sentence at the end, with a lead in bold. Without `sentence` the words' own sentence of the kind is said."""

    kind: str  # early, late, wrong, credited: sentences of the words; any other needs a sentence
    lead: NotRequired[str | None]
    sentence: NotRequired[str | None]
    amount: NotRequired[Amount | None]  # of an early payment; also said under the total to pay
    date: NotRequired[Day | None]


class Period(TypedDict("Period", {"from": Day})):
    """From one day to another, both included."""

    to: Day


class Corrected(TypedDict):
    """The invoice that a credit note corrects."""

    number: str
    date: Day


class Document(TypedDict):
    """What every paper has."""

    template_version: NotRequired[str]  # `TEMPLATE_VERSION` of the day it was frozen
    number: str
    date: Day  # of issue
    currency: str  # ISO 4217
    exponent: int  # decimals of the currency
    title: NotRequired[str | None]  # what it is about, under the number
    seller: Seller
    customer: Customer
    contact: NotRequired[Contact | None]


class Goods(Document):
    """A paper with lines, taxes and a total."""

    order: NotRequired[str | None]  # the customer's own order number
    customer_tax_label: NotRequired[str | None]  # how the customer's tax number is called in their country
    tax_name: NotRequired[str | None]  # "VAT", "IVA", "GST"; the words' own otherwise
    lines: list[Line]  # at least one
    net_total: Amount
    taxes: NotRequired[list[Tax]]
    tax_notes: NotRequired[list[str]]  # the law's words about the taxes; the words' own for each kind otherwise
    total: Amount
    fiscal: NotRequired[Fiscal | None]
    terms: NotRequired[list[Term]]


class InvoiceContent(Goods):
    """Sheet "invoice"."""

    due_on: Day
    terms_days: NotRequired[int | None]  # days from issue to due date, said under the due date
    supplied_on: NotRequired[Day | None]
    period: NotRequired[Period | None]
    pay: NotRequired[Pay | None]


class CreditNoteContent(Goods):
    """Sheet "credit-note". Amounts are what is credited, so mostly positive."""

    corrects: NotRequired[Corrected | None]
    reason: NotRequired[str | None]


class PaidItem(TypedDict):
    """What a payment paid, on a receipt."""

    number: str
    title: NotRequired[str | None]
    open: Amount  # before this payment
    credit: NotRequired[Amount | None]  # credit used with it, mostly negative
    paid: Amount
    left: Amount  # still open after it
    running_amount: Amount  # the sum of what was paid up to this one


class Unapplied(TypedDict):
    """What of a payment was kept as the customer's credit."""

    amount: Amount
    running_amount: Amount


class ReceiptContent(Document):
    """Sheet "receipt"."""

    received: Amount
    received_on: Day
    method: str  # "Bank transfer", in the customer's language
    payment_reference: NotRequired[str | None]
    payer: str
    items: NotRequired[list[PaidItem]]
    unapplied: NotRequired[Unapplied | None]
    note: NotRequired[str | None]  # the letter above the table; the words' thanks otherwise


class OpenRow(TypedDict):
    """A document of which something is open, on a statement or a reminder; or a credit that is taken off (negative)."""

    number: str
    title: NotRequired[str | None]
    due_on: NotRequired[Day | None]
    late_days: NotRequired[int | None]  # only where it is late
    total: NotRequired[Amount | None]  # where a part has been settled
    settled: NotRequired[Amount | None]  # that part
    open: Amount
    running_amount: Amount  # the sum of what is open up to this one


class Movement(TypedDict):
    """What changed the balance on a day."""

    date: Day
    kind: str  # a code of the words' `movements`; its name stands where there is no number
    number: NotRequired[str | None]
    detail: NotRequired[str | None]
    due_on: NotRequired[Day | None]
    amount: Amount  # negative where the customer owes less
    running_amount: Amount  # the balance after it


class Age(TypedDict):
    """A part of what is open, by how late it is: a code of the words' `ages`."""

    kind: str
    amount: Amount
    share: int  # thousandths of what is open, for the length of its bar


class StatementContent(Document):
    """Sheet "statement". `date` is the day at whose end all of it stood so, `number` the customer's."""

    balance: Amount  # what is open less the credit; negative where the seller owes
    overdue: NotRequired[Amount | None]
    open_total: Amount  # of `items`, credit taken off
    items: NotRequired[list[OpenRow]]
    ages: NotRequired[list[Age]]
    since: Day
    opening: Amount
    movements: NotRequired[list[Movement]]
    total: Amount  # what the pay panel asks for
    pay: NotRequired[Pay | None]


class ReminderContent(Document):
    """Sheet "reminder"."""

    before: list[str]  # paragraphs above the table, the salutation first
    after: NotRequired[list[str]]
    items: list[OpenRow]
    total: Amount  # what is asked for, credits taken off
    by: NotRequired[Day | None]
    pay: NotRequired[Pay | None]
