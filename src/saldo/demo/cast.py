"""Who plays in the demo: a design agency in Porto, its people, and its customers with their habits. All invented."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Person:
    """Somebody who signs in."""

    name: str
    email: str
    role: str
    password: str


@dataclass(frozen=True)
class Habit:
    """How a customer pays: about `late_days` after the due date; what share of invoices not at all, or in part."""

    late_days: int
    spread_days: int = 2
    unpaid_share: float = 0.0
    part_share: float = 0.0


@dataclass(frozen=True)
class DemoCustomer:
    """A customer, what it orders (net, in its currency), and how it pays. No mailbox at bounce.example exists."""

    number: str
    name: str
    country: str
    language: str
    currency: str
    contact: str
    salutation: str
    mailbox: str
    work: tuple[tuple[str, str], ...]
    habit: Habit
    address: tuple[str, ...]
    terms_days: int = 30

    @property
    def prices(self) -> tuple[Decimal, ...]:
        """The net price of each kind of work."""
        return tuple(Decimal(price) for _, price in self.work)


PEOPLE = (
    Person("Helena Prata", "helena@ateliernorte.example", "owner", "azulejo-e-tinta-1"),
    Person("Rui Sampaio", "rui@ateliernorte.example", "collector", "azulejo-e-tinta-2"),
    Person("Inês Carvalho", "ines@ateliernorte.example", "read_only", "azulejo-e-tinta-3"),
)

COMPANY = {
    "name": "Atelier Norte, Lda",
    "short_name": "Atelier Norte",
    "country": "PT",
    "time_zone": "Europe/Lisbon",
    "currency": "EUR",
    "language": "en",
    "tax_id": "PT509123457",
    "address_lines": ["Rua de Miguel Bombarda 412", "4050-382 Porto", "Portugal"],
    "email": "ola@ateliernorte.example",
    "phone": "+351 220 000 412",
    "website": "ateliernorte.example",
    "legal_line": "Share capital EUR 5,000 · Porto commercial registry 509123457",
    "iban": "PT50000201231234567890154",
    "bic": "ATNOPTPLXXX",
    "accounts_name": "Rui Sampaio",
    "accounts_role": "Accounts",
    "brand_colour": "#2a3fb0",
    "brand_mark": "AN",
}

_PUNCTUAL = Habit(late_days=-1)
_EARLY = Habit(late_days=-12, spread_days=5)
_FORGETFUL = Habit(late_days=9, spread_days=6)
_SLOW = Habit(late_days=24, spread_days=9)
_IN_PARTS = Habit(late_days=6, part_share=0.6)
_IN_TROUBLE = Habit(late_days=40, spread_days=12, unpaid_share=0.5)
_GONE = Habit(late_days=0, unpaid_share=1.0)

CUSTOMERS = (
    DemoCustomer(
        "C-1001",
        "Studio Łódź sp. z o.o.",
        "PL",
        "pl",
        "EUR",
        "Agnieszka Wiśniewska",
        "Dzień dobry, Pani Agnieszko,",
        "agnieszka@studio-lodz.example",
        (("Exhibition identity", "2356.20"), ("Spatial drawings", "1488.00")),
        _FORGETFUL,
        ("ul. Piotrkowska 217 lok. 14", "90-451 Łódź", "Polska"),
    ),
    DemoCustomer(
        "C-1002",
        "Marlow & Finch Ltd",
        "GB",
        "en",
        "GBP",
        "Oliver Finch",
        "Dear Oliver,",
        "oliver@marlowfinch.example",
        (("Brand guidelines", "3000.00"), ("Design retainer", "1800.00")),
        _SLOW,
        ("14 Lamb's Conduit Street", "London WC1N 3LE", "United Kingdom"),
    ),
    DemoCustomer(
        "C-1003",
        "Casa Mirlo S.L.",
        "ES",
        "es",
        "EUR",
        "Lucía Herrero",
        "Estimada Lucía:",
        "lucia@casamirlo.example",
        (("Menu and signage", "940.00"), ("Photography", "1250.00")),
        _IN_PARTS,
        ("Calle de la Palma 33", "28004 Madrid", "España"),
    ),
    DemoCustomer(
        "C-1004",
        "Clínica Serra Alta, Lda",
        "PT",
        "pt",
        "EUR",
        "Dr.ª Marta Leal",
        "Cara Dr.ª Marta Leal,",
        "contabilidade@serraalta.example",
        (("Website upkeep", "420.00"), ("Patient leaflets", "680.00")),
        _PUNCTUAL,
        ("Avenida da Boavista 1180", "4100-113 Porto", "Portugal"),
    ),
    DemoCustomer(
        "C-1005",
        "Padaria Bolhão Novo",
        "PT",
        "pt",
        "EUR",
        "António Reis",
        "Caro António,",
        "antonio@bolhaonovo.example",
        (("Packaging", "310.00"), ("Shop front lettering", "890.00")),
        _IN_TROUBLE,
        ("Rua Formosa 322", "4000-250 Porto", "Portugal"),
    ),
    DemoCustomer(
        "C-1006",
        "Quinta do Vale Longo, S.A.",
        "PT",
        "pt",
        "EUR",
        "Teresa Vale",
        "Cara Teresa,",
        "teresa@valelongo.example",
        (("Wine labels, vintage", "2750.00"), ("Catalogue", "3390.00")),
        _EARLY,
        ("Quinta do Vale Longo", "5130-111 Pesqueira", "Portugal"),
    ),
    DemoCustomer(
        "C-1007",
        "Telares Olmo S.A.",
        "ES",
        "es",
        "EUR",
        "Joaquín Olmo",
        "Estimado Joaquín:",
        "administracion@telaresolmo.example",
        (("Textile pattern library", "1980.00"),),
        _SLOW,
        ("Polígono Las Hilanderas 8", "03800 Alcoy", "España"),
    ),
    DemoCustomer(
        "C-1008",
        "Ateliê Pau-Brasil Ltda",
        "BR",
        "pt_BR",
        "EUR",
        "Camila Duarte",
        "Olá, Camila,",
        "camila@paubrasil.example",
        (("Illustration series", "1460.00"),),
        _FORGETFUL,
        ("Rua Aspicuelta 180", "05433-010 São Paulo", "Brasil"),
    ),
    DemoCustomer(
        "C-1009",
        "Herbaria Wrocław",
        "PL",
        "pl",
        "EUR",
        "Tomasz Zieliński",
        "Dzień dobry, Panie Tomaszu,",
        "tomasz@herbaria.example",
        (("Packaging, tea line", "1120.00"),),
        _PUNCTUAL,
        ("ul. Świdnicka 8", "50-067 Wrocław", "Polska"),
    ),
    DemoCustomer(
        "C-1010",
        "Nordlys Coworking",
        "GB",
        "en",
        "EUR",
        "Freya Lindqvist",
        "Dear Freya,",
        "freya@nordlys.example",
        (("Wayfinding", "2200.00"), ("Posters", "360.00")),
        _EARLY,
        ("5 Quay Street", "Bristol BS1 4QS", "United Kingdom"),
    ),
    DemoCustomer(
        "C-1011",
        "Livraria Três Marias",
        "PT",
        "pt",
        "EUR",
        "Joana Maia",
        "Cara Joana,",
        "joana@tresmarias.example",
        (("Window displays", "540.00"),),
        _FORGETFUL,
        ("Rua do Almada 97", "4050-036 Porto", "Portugal"),
    ),
    DemoCustomer(
        "C-1012",
        "Ferragens Cordeiro & Filhos",
        "PT",
        "pt",
        "EUR",
        "",
        "Exmos. Senhores,",
        "refused.financeiro@bounce.example",
        (("Product sheets", "760.00"),),
        _GONE,
        ("Rua de Costa Cabral 2310", "4200-218 Porto", "Portugal"),
    ),
    DemoCustomer(
        "C-1013",
        "Óptica Miramar",
        "ES",
        "es",
        "EUR",
        "Nuria Casals",
        "Estimada Nuria:",
        "nuria@opticamiramar.example",
        (("Campaign, spring", "1750.00"),),
        _IN_TROUBLE,
        ("Carrer del Mar 12", "08870 Sitges", "España"),
    ),
    DemoCustomer(
        "C-1014",
        "Câmara Escura Produções",
        "PT",
        "pt",
        "EUR",
        "Bruno Teles",
        "Caro Bruno,",
        "bruno@camaraescura.example",
        (("Titles and credits", "980.00"),),
        _PUNCTUAL,
        ("Rua da Alegria 655", "4000-045 Porto", "Portugal"),
    ),
)
