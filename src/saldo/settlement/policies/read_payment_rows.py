"""Rows of an imported file as payments that were received elsewhere."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from saldo.base.files.policies.cell_format import CellFormat, Cells
from saldo.base.files.policies.choose_columns import ImportKind
from saldo.base.files.policies.map_columns import ImportField, fold_heading
from saldo.invoices.policies.read_invoice_rows import CUSTOMER_HEADINGS, NUMBER_HEADINGS
from saldo.kernel.errors import BadInput
from saldo.kernel.money import Money, is_currency
from saldo.kernel.outcomes import Refusal
from saldo.payments.choices import PaymentMethod

_METHODS: Final[Mapping[str, PaymentMethod]] = {
    **{one.value: one for one in PaymentMethod},
    **dict.fromkeys(
        ("banktransfer", "wire", "wiretransfer", "sepa", "ach", "transferencia", "przelew"), PaymentMethod.TRANSFER
    ),
    **dict.fromkeys(("check", "cheque", "talao", "czek"), PaymentMethod.CHEQUE),
    **dict.fromkeys(("creditcard", "debitcard", "tarjeta", "cartao", "karta"), PaymentMethod.CARD),
    **dict.fromkeys(("efectivo", "dinheiro", "numerario", "gotowka"), PaymentMethod.CASH),
}

PAYMENTS: Final = ImportKind(
    "payments",
    (
        ImportField("number", ("paymentid", "paymentnumber", "paymentno", "transactionid", "receiptnumber")),
        ImportField("customer", CUSTOMER_HEADINGS),
        ImportField("invoice", NUMBER_HEADINGS),
        ImportField(
            "amount",
            ("amountpaid", "paidamount", "paymentamount", "paid", "received", "amountreceived", "amount")
            + ("invoiceamount", "total", "importe", "valor", "kwota"),
            True,
        ),
        ImportField("currency", ("currency", "currencycode", "paymentcurrency", "moneda", "moeda", "waluta")),
        ImportField(
            "received_on",
            (
                "receivedon",
                "paymentdate",
                "paidon",
                "paiddate",
                "datepaid",
                "settleddate",
                "settledon",
                "settlementdate",
            )
            + ("cleardate", "clearingdate", "valuedate", "fechapago", "datapagamento", "datazaplaty", "date", "fecha"),
            True,
        ),
        ImportField("method", ("paymentmethod", "method", "paymenttype", "metodo", "metodopago", "forma")),
        ImportField("reference", ("reference", "paymentreference", "remittance", "referencia", "tytul")),
    ),
    amounts=("amount",),
    dates=("received_on",),
    plausible={
        "currency": lambda value: is_currency(value.upper()),
        "method": lambda value: fold_heading(value) in _METHODS,
    },
)


class ImportedPayment(NamedTuple):
    """Money that came in elsewhere, from one row of a file.

    `key` is the same when the same file comes again; twins within a file have different ones. Without a customer's
    number the payment is of the invoice's customer, without an invoice's number it settles the earliest due.
    """

    row_number: int
    key: str
    customer_number: str
    invoice_number: str
    amount: Money
    received_on: date
    method: str
    reference: str


@dataclass(slots=True)
class PaymentRows:
    """Reads the rows of one file, some at a time, and remembers those that it has seen.

    `scope` keeps the payments of two issuers apart. With `skips_unpaid`, rows without a day are not payments yet.
    """

    format: CellFormat
    scope: str
    skips_unpaid: bool = False
    first_rows: dict[str, int] = field(default_factory=dict)
    twins: Counter[bytes] = field(default_factory=Counter)

    def read(
        self, rows: Iterable[tuple[int, Mapping[str, str]]]
    ) -> tuple[list[ImportedPayment], list[int], list[Refusal]]:
        """The payments, the rows that are unpaid, and refusals by row number and field."""
        read: list[ImportedPayment] = []
        unpaid: list[int] = []
        refused: list[Refusal] = []
        for row_number, values in rows:
            cells = Cells(values, self.format)
            try:
                if self.skips_unpaid and not cells.text("received_on"):
                    unpaid.append(row_number)
                else:
                    read.append(self._read(row_number, cells))
            except BadInput as error:
                refused.append(Refusal(row_number, error.code, error.sentence, error.field))
        return read, unpaid, refused

    def _read(self, row_number: int, cells: Cells) -> ImportedPayment:
        customer, invoice = cells.text("customer"), cells.text("invoice")
        if not customer and not invoice:
            raise BadInput("missing", "The row names neither a customer nor an invoice.", field="customer")
        payment = ImportedPayment(
            row_number=row_number,
            key="",
            customer_number=customer,
            invoice_number=invoice,
            amount=cells.money("amount"),
            received_on=cells.day("received_on"),
            method=_method(cells.text("method")),
            reference=cells.text("reference"),
        )
        return payment._replace(key=self._key(payment, cells.text("number")))

    def _key(self, payment: ImportedPayment, number: str) -> str:
        """A payment with a number of its own is known by it, any other by what it says and how often that was said."""
        if number:
            first = self.first_rows.setdefault(number, payment.row_number)
            if first != payment.row_number:
                raise BadInput("duplicate_number", f"Row {first} has the number {number[:60]} already.", field="number")
            return f"import:{_digest('number', self.scope, number).hex()}"
        said = (payment.customer_number, payment.invoice_number, str(payment.amount), payment.received_on.isoformat())
        digest = _digest("row", self.scope, *said, payment.method, payment.reference)
        self.twins[digest] += 1
        return f"import:{digest.hex()}:{self.twins[digest]}"


def _method(text: str) -> str:
    if not text:
        return PaymentMethod.TRANSFER.value
    method = _METHODS.get(fold_heading(text))
    if method is None:
        known = ", ".join(PaymentMethod.values)
        raise BadInput("unknown_method", f"{text[:40]} is not a way of paying. Known: {known}.", field="method")
    return method.value


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\x1f".join(parts).encode()).digest()[:20]
