"""`saldo night`: runs the night of a business date, for one company or all; the worker does it by itself every morning.

With `--dry-run` nothing is written: it lists every recipient with text and amount, and the reason of each silence.
"""

import argparse
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from saldo.cli.database import open_application
from saldo.cli.errors import DONE, FAILED, UsageError
from saldo.cli.output import Output

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity
    from saldo.collections.documents.dry_run import DryRunLine


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which day, whose, and whether to write."""
    parser.add_argument(
        "--date", type=date.fromisoformat, help="business date, ISO (default: today where the company is)"
    )
    parser.add_argument("--legal-entity", type=UUID, help="only this one (default: all)")
    parser.add_argument("--dry-run", action="store_true", help="write nothing; list what would be sent, and why not")


def run(options: argparse.Namespace, output: Output) -> int:
    """Exit code 1 when a proof at the end of a night does not hold."""
    open_application()
    entities = list(wanted_entities(options.legal_entity))
    if not entities:
        raise UsageError("There is no such company." if options.legal_entity else "There is no company yet.")
    wrong = 0
    nights = []
    for tenant_id, entity in entities:
        on = options.date or today_of(tenant_id, entity)
        if options.dry_run:
            nights.append(dry(tenant_id, entity, on, output))
            continue
        wrong += real(tenant_id, entity, on, output, nights)
    output.add(nights=nights)
    return FAILED if wrong else DONE


def wanted_entities(only: UUID | None) -> "Iterator[tuple[UUID, LegalEntity]]":
    """The companies whose night it is, with their tenants."""
    from saldo.base.tenants.frame import frame
    from saldo.base.tenants.queries import list_legal_entities, list_tenants

    for tenant_id in list_tenants():
        with frame(tenant_id):
            entities = list_legal_entities(tenant_id)
        yield from ((tenant_id, one) for one in entities if only in (None, one.id))


def today_of(tenant_id: UUID, entity: "LegalEntity") -> date:
    """The business date of now, in the company's zone."""
    from saldo.base.tenants.frame import frame
    from saldo.kernel.calendar import business_date

    with frame(tenant_id) as opened:
        return business_date(opened.now, entity.time_zone)


def real(tenant_id: UUID, entity: "LegalEntity", on: date, output: Output, nights: list[dict[str, object]]) -> int:
    """Run it and say what each step did; returns how much the proof found wrong."""
    from saldo.runs.night import run_night

    report = run_night(tenant_id, entity.id, on=on)
    output.say(f"{entity.short_name}, night of {on}:")
    for step, counts in report.counts.items():
        told = ", ".join(f"{name} {count}" for name, count in counts.items()) or "nothing"
        output.say(f"  {step.replace('_', ' ')}: {told}")
    nights.append({"legal_entity": str(entity.id), "date": str(on), "counts": report.counts})
    return report.counts.get("prove_books", {}).get("wrong", 0)


def dry(tenant_id: UUID, entity: "LegalEntity", on: date, output: Output) -> dict[str, object]:
    """List every decision; returns them for `--json`."""
    from saldo.base.tenants.frame import frame
    from saldo.collections.documents.dry_run import dry_run

    output.say(f"{entity.short_name}, night of {on}, dry run: nothing is written or sent.")
    decisions = []
    with frame(tenant_id, snapshot=True):
        for line in dry_run(tenant_id, entity.id, on=on):
            decisions.append(as_json(line))
            output.say(told(line))
    contacted = sum(1 for one in decisions if one["recipient"])
    output.say(f"{contacted} would be written to, {len(decisions) - contacted} left alone.")
    return {"legal_entity": str(entity.id), "date": str(on), "decisions": decisions}


def told(line: "DryRunLine") -> str:
    """A decision as people read it."""
    who = f"{line.customer_number} {line.customer_name}"
    if line.decided_before:
        return f"- {who}: decided before, today"
    if line.silence:
        return f"- {who}: silent, {line.reason}"
    net = " + ".join(map(str, line.net.values()))
    text = "\n".join(f"    | {one}" for one in line.text.splitlines())
    return f"- {who} <{line.recipient}>: step {line.step}, {line.mode}, {net}\n    {line.subject}\n{text}"


def as_json(line: "DryRunLine") -> dict[str, object]:
    """A decision as programs read it."""
    return {
        "customer": line.customer_number,
        "name": line.customer_name,
        "recipient": line.recipient,
        "step": line.step,
        "mode": line.mode,
        "net": {currency: str(amount.decimal) for currency, amount in line.net.items()},
        "subject": line.subject,
        "text": line.text,
        "silence": line.silence,
        "reason": str(line.reason),
        "decided_before": line.decided_before,
    }
