"""Any series of credits adds up to the invoice, tax by tax, and never goes past it."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from saldo.invoices.policies.credit import TaxShare, credit_lines, left_to_credit, split_credit
from saldo.kernel.money import Money

shares = st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**8)).filter(any), min_size=1, max_size=4).map(
    lambda sums: [TaxShare("S", Decimal(rate), base, tax) for rate, (base, tax) in enumerate(sums, 1)]
)


@given(invoice=shares, data=st.data())
def test_credits_in_part_use_every_tax_up_exactly(invoice, data):
    credited: list[TaxShare] = []
    for _ in range(5):
        left = left_to_credit(invoice, credited)
        rest = sum(share.gross_minor for share in left)
        assert all(share.base_minor >= 0 and share.tax_minor >= 0 for share in left)
        if not rest:
            break
        amount = Money(data.draw(st.integers(1, rest)), "EUR")
        parts = split_credit(amount, left)
        assert sum(part.gross_minor for part in parts) == amount.minor
        credited += parts
    left = left_to_credit(invoice, credited)
    rest = sum(share.gross_minor for share in left)
    if rest:
        credited += split_credit(Money(rest, "EUR"), left)
    assert all(share.gross_minor == share.base_minor == 0 for share in left_to_credit(invoice, credited))


@given(invoice=shares, minor=st.integers(1, 10**6))
def test_the_lines_of_a_credit_in_part_are_its_bases(invoice, minor):
    rest = sum(share.gross_minor for share in invoice)
    parts = split_credit(Money(min(minor, rest), "EUR"), invoice)
    lines = credit_lines(parts, reason="Because", currency="EUR")
    assert [line.net_minor for line in lines] == [part.base_minor for part in parts]
    assert all(Money.of(line.unit_price, "EUR").minor == line.net_minor for line in lines)
