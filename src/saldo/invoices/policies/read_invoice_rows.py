"""Rows of an imported file as invoices that were issued elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from saldo.base.files.policies.cell_format import CellFormat, Cells
from saldo.base.files.policies.choose_columns import ImportKind
from saldo.base.files.policies.map_columns import ImportField
from saldo.invoices.policies.new_invoice import ImportedInvoice
from saldo.kernel.errors import BadInput
from saldo.kernel.money import is_currency
from saldo.kernel.outcomes import Refusal

CUSTOMER_HEADINGS: Final = (
    *("customernumber", "customerno", "customerid", "customercode", "custnumber", "custno", "custid", "clientid"),
    *("clientnumber", "accountnumber", "debtornumber", "debtorid", "customer", "client", "numerocliente"),
    *("codigocliente", "idcliente", "cliente", "numerklienta", "kodklienta", "klient", "kontrahent"),
)
NUMBER_HEADINGS: Final = (
    *("invoicenumber", "invoiceno", "invoiceid", "invoice", "documentnumber", "documentno", "docnumber", "docno"),
    *("docid", "documentid", "numerofactura", "factura", "numerofatura", "fatura", "numerfaktury", "faktura"),
)

INVOICES: Final = ImportKind(
    "invoices",
    (
        ImportField("number", (*NUMBER_HEADINGS, "number", "numero", "numer"), True),
        ImportField("customer", CUSTOMER_HEADINGS, True),
        ImportField(
            "total",
            (
                "openamount",
                "amountopen",
                "amountdue",
                "balance",
                "outstanding",
                "invoiceamount",
                "invoicetotal",
                "total",
            )
            + ("totalamount", "grossamount", "amount", "converted", "importe", "valor", "montante", "kwota", "brutto"),
            True,
        ),
        ImportField("currency", ("currency", "currencycode", "invoicecurrency", "moneda", "moeda", "waluta")),
        ImportField(
            "issued_on",
            ("invoicedate", "issuedate", "issuedon", "dateofissue", "documentdate", "postingdate", "fechafactura")
            + ("fechaemision", "dataemissao", "datafatura", "datawystawienia", "date", "fecha", "data"),
            True,
        ),
        ImportField(
            "due_on",
            ("duedate", "dueon", "dueindate", "due", "paymentdue", "datedue", "fechavencimiento", "vencimiento")
            + ("datavencimento", "vencimento", "terminplatnosci"),
            True,
        ),
        ImportField("title", ("title", "subject", "description", "concept", "concepto", "descricao", "opis", "tytul")),
        ImportField("order_number", ("ordernumber", "purchaseorder", "ponumber", "orderno", "pedido", "zamowienie")),
    ),
    amounts=("total",),
    dates=("issued_on", "due_on"),
    plausible={"currency": lambda value: is_currency(value.upper())},
)

_COLUMNS: Final = {"customer_number": "customer"}


@dataclass(slots=True)
class InvoiceRows:
    """Reads the rows of one file, some at a time, and remembers the numbers that it has seen."""

    format: CellFormat
    first_rows: dict[str, int] = field(default_factory=dict)

    def read(self, rows: Iterable[tuple[int, Mapping[str, str]]]) -> tuple[list[ImportedInvoice], list[Refusal]]:
        """The rows (number, cells by field) that can be read, and refusals by row number and field."""
        read: list[ImportedInvoice] = []
        refused: list[Refusal] = []
        for row_number, values in rows:
            try:
                read.append(self._read(row_number, Cells(values, self.format)))
            except BadInput as error:
                refused.append(Refusal(row_number, error.code, error.sentence, error.field))
        return read, refused

    def _read(self, row_number: int, cells: Cells) -> ImportedInvoice:
        number = cells.required("number")
        first = self.first_rows.setdefault(number, row_number)
        if first != row_number:
            raise BadInput("duplicate_number", f"Row {first} has the number {number[:60]} already.", field="number")
        total = cells.money("total")
        return ImportedInvoice(
            row_number=row_number,
            number=number,
            customer_number=cells.required("customer"),
            currency=total.currency,
            total=total,
            issued_on=cells.day("issued_on"),
            due_on=cells.day("due_on"),
            title=cells.text("title"),
            order_number=cells.text("order_number"),
        )


def column_of(field_name: str | None) -> str | None:
    """The field of a file for a field of ImportedInvoice."""
    return _COLUMNS.get(field_name, field_name) if field_name else None
