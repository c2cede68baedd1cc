"""What is told of the last weeks, beside what chance makes: the tasks of this morning, and how they came about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from saldo.demo.cast import DemoCustomer
from saldo.demo.happenings import Plan
from saldo.demo.plan import SEED, plan_past


def plan_company(customers: Sequence[DemoCustomer], *, today: date, seed: int = SEED) -> Plan:
    """Everything that happens, up to today."""
    return plan_past(customers, today=today, seed=seed)
