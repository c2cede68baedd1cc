"""Contents of papers for the tests: complete ones, and the smallest that may be issued."""

from decimal import Decimal
from typing import Any

from saldo.base.files.documents.paper import TEMPLATE_VERSION
from saldo.base.files.documents.payment_code import payment_code
from saldo.kernel.money import Money

IBAN = "PT50000201231234567890154"


def document(**changes: Any) -> dict[str, Any]:
    return {
        "template_version": TEMPLATE_VERSION,
        "number": "FT 2026/118",
        "date": "2026-11-22",
        "currency": "EUR",
        "exponent": 2,
        "title": "Exhibition “Water and Stone”, Porto",
        "seller": {
            "name": "Atelier Norte, Lda",
            "short_name": "Atelier Norte",
            "mark": "AN",
            "address_lines": ["Rua de Miguel Bombarda 412", "4050-382 Porto, Portugal"],
            "contact_lines": ["ateliernorte.example", "ola@ateliernorte.example", "+351 220 000 412"],
            "legal_line": "Atelier Norte, Lda · NIPC 509123457 · Porto commercial registry 509123457",
        },
        "customer": {
            "name": "Studio Łódź sp. z o.o.",
            "address_lines": ["ul. Piotrkowska 217 lok. 14", "90-451 Łódź", "POLAND"],
            "tax_number": "PL 725 201 84 36",
        },
        "contact": {
            "name": "Inês Carvalho",
            "role": "Accounts",
            "email": "ines@ateliernorte.example",
            "phone": "+351 220 000 415",
        },
    } | changes


def line(description: str, amount: str, running_amount: str, **changes: Any) -> dict[str, Any]:
    return {
        "description": description,
        "quantity": "1",
        "unit": "piece",
        "unit_price": amount,
        "tax": "23",
        "amount": amount,
        "running_amount": running_amount,
    } | changes


def lines(count: int, price: str = "12.34") -> list[dict[str, Any]]:
    """`count` lines of one price, their running sums exact."""
    return [line(f"Position number {number}", price, str(Decimal(price) * number)) for number in range(1, count + 1)]


def invoice(**changes: Any) -> dict[str, Any]:
    return (
        document()
        | {
            "order": "PO-4471",
            "due_on": "2026-12-22",
            "terms_days": 30,
            "period": {"from": "2026-10-05", "to": "2026-11-20"},
            "lines": [
                line(
                    "Exhibition identity and art direction",
                    "2356.20",
                    "2356.20",
                    quantity="38.5",
                    unit="hour",
                    unit_price="68.00",
                    discount_percent="10",
                    tax="reverse_charge",
                ),
                line("Printed wall panels", "1720.90", "4077.10", detail="Handed over in Porto", quantity="16"),
                line("Catalogue, 96 pages", "1950.00", "6027.10", quantity="250", unit_price="7.80", tax="6"),
                line("Vinyl lettering", "36.45", "6063.55", quantity="1.0125", unit="square_metre", unit_price="36.00"),
                line("Less for the delay", "-100.00", "5963.55", unit_price="-100.00"),
            ],
            "net_total": "5963.55",
            "taxes": [
                {"kind": "standard", "percent": "23", "base": "1657.35", "amount": "381.19"},
                {"kind": "standard", "percent": "6", "base": "1950.00", "amount": "117.00"},
                {"kind": "reverse_charge", "base": "2356.20", "amount": "0.00"},
            ],
            "total": "6461.74",
            "pay": {
                "payee": "Atelier Norte, Lda",
                "iban": IBAN,
                "bic": "ATNOPTPLXXX",
                "reference": "RF05 2026 118",
                "link": "https://pay.ateliernorte.example/k7f2m",
                "qr": payment_code(
                    payee="Atelier Norte, Lda",
                    iban=IBAN,
                    bic="ATNOPTPLXXX",
                    amount=Money.of("6461.74", "EUR"),
                    reference="RF05 2026 118",
                ),
            },
            "terms": [
                {"kind": "early", "amount": "6332.51", "date": "2026-12-02"},
                {"kind": "late"},
                {"kind": "wrong"},
            ],
        }
        | changes
    )


def smallest_invoice(**changes: Any) -> dict[str, Any]:
    """Nothing that is optional."""
    return {
        "number": "7",
        "date": "2026-11-22",
        "due_on": "2026-11-22",
        "currency": "EUR",
        "exponent": 2,
        "seller": {"name": "Maria Silva"},
        "customer": {"name": "Dana"},
        "lines": [{"description": "Work", "amount": "80.00", "running_amount": "80.00"}],
        "net_total": "80.00",
        "total": "80.00",
    } | changes


def credit_note(**changes: Any) -> dict[str, Any]:
    return (
        document(number="NC 2026/014", title="Two rooms without panels")
        | {
            "corrects": {"number": "FT 2026/079", "date": "2026-08-15"},
            "reason": "Eight panels were not needed",
            "lines": [line("Printed wall panels, not made", "500.00", "500.00", quantity="8", unit_price="62.50")],
            "net_total": "500.00",
            "taxes": [{"kind": "standard", "percent": "23", "base": "500.00", "amount": "115.00"}],
            "total": "615.00",
            "terms": [{"kind": "credited"}, {"kind": "wrong"}],
        }
        | changes
    )


def receipt(**changes: Any) -> dict[str, Any]:
    return (
        document(number="RC 2026/087", title=None)
        | {
            "received": "3800.00",
            "received_on": "2026-11-20",
            "method": "Bank transfer",
            "payer": "Studio Łódź sp. z o.o.",
            "payment_reference": "RF92 PL72 52",
            "items": [
                {
                    "number": "FT 2026/079",
                    "title": "Signage drawings",
                    "open": "2460.00",
                    "credit": "-615.00",
                    "paid": "1845.00",
                    "left": "0.00",
                    "running_amount": "1845.00",
                },
                {
                    "number": "FT 2026/088",
                    "title": "Retainer",
                    "open": "2000.00",
                    "paid": "1900.00",
                    "left": "100.00",
                    "running_amount": "3745.00",
                },
            ],
            "unapplied": {"amount": "55.00", "running_amount": "3800.00"},
        }
        | changes
    )


def pay(**changes: Any) -> dict[str, Any]:
    return {
        "payee": "Atelier Norte, Lda",
        "iban": IBAN,
        "reference": "C-1024",
        "link": "https://pay.ateliernorte.example/k7f2m",
        "qr": payment_code(
            payee="Atelier Norte, Lda", iban=IBAN, amount=Money.of("4920.00", "EUR"), reference="C-1024"
        ),
    } | changes


OPEN = [
    {
        "number": "FT 2026/079",
        "title": "Signage drawings",
        "due_on": "2026-09-14",
        "late_days": 69,
        "open": "2460.00",
        "running_amount": "2460.00",
    },
    {
        "number": "FT 2026/097",
        "title": "Catalogue design, part one",
        "due_on": "2026-12-22",
        "total": "3075.00",
        "settled": "1000.00",
        "open": "2075.00",
        "running_amount": "4535.00",
    },
    {"number": "Your credit", "open": "-615.00", "running_amount": "3920.00"},
]


def statement(**changes: Any) -> dict[str, Any]:
    return (
        document(number="C-1024", title=None)
        | {
            "balance": "3920.00",
            "overdue": "2460.00",
            "open_total": "3920.00",
            "items": OPEN,
            "ages": [
                {"kind": "not_due", "amount": "2075.00", "share": 457},
                {"kind": "days_30", "amount": "0.00", "share": 0},
                {"kind": "days_60", "amount": "0.00", "share": 0},
                {"kind": "days_90", "amount": "2460.00", "share": 542},
                {"kind": "days_91", "amount": "0.00", "share": 0},
            ],
            "since": "2026-08-24",
            "opening": "2460.00",
            "movements": [
                {
                    "date": "2026-10-01",
                    "kind": "invoice",
                    "number": "FT 2026/097",
                    "detail": "Catalogue design, part one",
                    "amount": "3075.00",
                    "running_amount": "5535.00",
                },
                {
                    "date": "2026-10-28",
                    "kind": "payment",
                    "detail": "FT 2026/097",
                    "amount": "-1000.00",
                    "running_amount": "4535.00",
                },
                {"date": "2026-11-12", "kind": "credit_note", "amount": "-615.00", "running_amount": "3920.00"},
            ],
            "total": "2460.00",
            "pay": pay(),
        }
        | changes
    )


def reminder(**changes: Any) -> dict[str, Any]:
    return (
        document(number="C-1024", title=None)
        | {
            "before": ["Dear Agnieszka,", "while closing November I saw that two of our invoices are still open."],
            "after": ["Could you pay by Friday, or tell me which day suits you?"],
            "items": OPEN,
            "total": "3920.00",
            "by": "2026-12-04",
            "pay": pay(),
        }
        | changes
    )
