"""`saldo prove`: makes every copy of a figure again from the ledger and compares, tenant by tenant.

Exit code 1 when something does not hold, and when nothing was compared: a proof of nothing proves nothing.
"""

import argparse
from typing import TYPE_CHECKING

from saldo.cli.database import open_application
from saldo.cli.errors import DONE, FAILED
from saldo.cli.output import Output

if TYPE_CHECKING:
    from saldo.runs.prove import ProofLine


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose: all of it is compared."""


def run(options: argparse.Namespace, output: Output) -> int:
    """Prints each comparison with the rows compared and the rows that are wrong."""
    open_application()
    from saldo.base.tenants.frame import frame
    from saldo.base.tenants.queries import get_tenant, list_tenants
    from saldo.runs.prove import ProofLine, prove

    tenants = list_tenants()
    total: dict[str, ProofLine] = {}
    reports = []
    with output.progress("Tenants proved", len(tenants)) as advance:
        for tenant_id in tenants:
            with frame(tenant_id, snapshot=True):
                name, lines = get_tenant(tenant_id).name, prove(tenant_id)
            advance(1)
            reports.append({"tenant": str(tenant_id), "lines": [as_json(line) for line in lines]})
            for line in lines:
                before = total.get(line.name, ProofLine(line.name, 0, 0))
                detail = "; ".join(filter(None, (before.detail, f"{name}: {line.detail}" if line.detail else "")))
                total[line.name] = ProofLine(
                    line.name, before.compared + line.compared, before.wrong + line.wrong, detail
                )
    rows = [[one.name, f"{one.compared:,}", f"{one.wrong:,}", one.detail] for one in total.values()]
    output.table(["", "compared", "wrong", ""], rows)
    compared, wrong = sum(one.compared for one in total.values()), sum(one.wrong for one in total.values())
    output.add(tenants=len(tenants), compared=compared, wrong=wrong, reports=reports)
    if not compared:
        output.say("Nothing was compared: there is no tenant with anything in its books.")
        return FAILED
    output.say(f"{len(tenants)} tenants, {compared:,} rows compared, {wrong:,} wrong.")
    return FAILED if wrong else DONE


def as_json(line: "ProofLine") -> dict[str, object]:
    """One comparison for programs."""
    return {"name": line.name, "compared": line.compared, "wrong": line.wrong, "detail": line.detail}
