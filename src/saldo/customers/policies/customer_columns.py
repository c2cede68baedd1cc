"""Under which headings a file of customers holds what, in the languages and programs that were looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from saldo.base.files.policies.choose_columns import ImportKind
from saldo.base.files.policies.map_columns import ImportField
from saldo.customers.choices import CustomerKind
from saldo.customers.policies.check_customer import check_country, check_email, check_language
from saldo.kernel.errors import BadInput
from saldo.kernel.money import is_currency

NUMBER_HEADINGS: Final = (
    *("customernumber", "customerno", "customerid", "customercode", "custnumber", "custno", "custid", "clientid"),
    *("clientnumber", "accountnumber", "accountno", "debtornumber", "debtorid", "numerocliente", "codigocliente"),
    *("numerodecliente", "codcliente", "idcliente", "numerklienta", "kodklienta", "kontrahentid", "numerkontrahenta"),
)

CUSTOMER_FIELDS: Final = (
    ImportField("number", (*NUMBER_HEADINGS, "number", "customer", "client", "cliente", "klient"), True),
    ImportField(
        "name",
        ("name", "customername", "namecustomer", "companyname", "company", "clientname", "nombre", "razonsocial")
        + ("nombrecliente", "nome", "nomecliente", "razaosocial", "nazwa", "nazwaklienta", "kontrahent"),
    ),
    ImportField("kind", ("kind", "customertype", "customerkind")),
    ImportField("language", ("language", "lang", "locale", "idioma", "lingua", "jezyk")),
    ImportField("country", ("country", "countrycode", "pais", "kraj")),
    ImportField(
        "tax_id", ("taxid", "vatid", "vatnumber", "vat", "taxnumber", "nif", "cif", "nip", "cnpj", "contribuinte")
    ),
    ImportField("address", ("address", "billingaddress", "postaladdress", "direccion", "endereco", "morada", "adres")),
    ImportField("currency", ("currency", "currencycode", "moneda", "moeda", "waluta")),
    ImportField("terms_days", ("termsdays", "paymentterms", "paymenttermsdays", "terms", "netdays", "plazo", "prazo")),
    ImportField("contact_name", ("contactname", "contact", "contactperson", "contacto", "contato", "kontakt")),
    ImportField("email", ("email", "emailaddress", "mail", "billingemail", "correo", "correoelectronico", "poczta")),
    ImportField("salutation", ("salutation", "greeting", "saludo", "saudacao")),
    ImportField("phone", ("phone", "phonenumber", "telephone", "tel", "telefono", "telefone", "telefon")),
)


def _is_taken_by(check: Callable[[str], Any]) -> Callable[[str], bool]:
    def is_plausible(value: str) -> bool:
        try:
            check(value)
        except BadInput:
            return False
        return True

    return is_plausible


CUSTOMERS: Final = ImportKind(
    "customers",
    CUSTOMER_FIELDS,
    plausible={
        "kind": lambda value: value.lower() in CustomerKind.values,
        "language": _is_taken_by(check_language),
        "country": _is_taken_by(check_country),
        "currency": lambda value: is_currency(value.upper()),
        "terms_days": lambda value: value.isascii() and value.isdigit(),
        "email": _is_taken_by(check_email),
    },
)

_NOT_IN_ADDRESS = re.compile(r"[^A-Za-z0-9!#$&'*+/=?^_`{|}~-]+", re.ASCII)


def email_by_pattern(pattern: str, number: str) -> str:
    """The address that `--email-pattern` makes of a customer's number, for files without addresses.

    `{customer}` stands for the number, whose signs that no address may hold become hyphens. Raises BadInput
    ("bad_email_pattern") where the pattern does not hold it: everybody would have one address.
    """
    if "{customer}" not in pattern:
        raise BadInput("bad_email_pattern", "The pattern must hold {customer}, as {customer}@example.test does.")
    return pattern.replace("{customer}", _NOT_IN_ADDRESS.sub("-", number.strip()).strip("-") or "customer")
