"""Does everything hold? Every copy of a figure is made again from the ledger and compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from saldo.base.audit.queries import prove_audit
from saldo.invoices.queries import prove_invoices, prove_sequences
from saldo.ledger.queries import prove_ledger
from saldo.settlement.queries import prove_allocations, prove_payments


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One thing that was compared: how many, and how many of them do not hold. `detail` names those, where it can."""

    name: str
    compared: int
    wrong: int
    detail: str = ""


def _ledger(tenant_id: UUID) -> list[ProofLine]:
    proof = prove_ledger(tenant_id)
    return [
        ProofLine("entries balance", proof.entries, proof.entries_unbalanced),
        ProofLine("entries are complete", proof.entries, proof.entries_with_wrong_count),
        ProofLine("balances equal their postings", proof.balances, proof.balances_wrong),
    ]


def _invoices(tenant_id: UUID) -> list[ProofLine]:
    proof = prove_invoices(tenant_id)
    return [
        ProofLine("open amounts equal the ledger", proof.invoices, proof.open_wrong),
        ProofLine("totals equal their lines", proof.invoices, proof.totals_wrong),
        ProofLine("documents have their content", proof.invoices, proof.contents_missing),
    ]


def _sequences(tenant_id: UUID) -> list[ProofLine]:
    proof = prove_sequences(tenant_id)
    return [ProofLine("numbers have no holes", proof.numbers, len(proof.broken), ", ".join(proof.broken))]


def _payments(tenant_id: UUID) -> list[ProofLine]:
    proof = prove_payments(tenant_id)
    return [ProofLine("unapplied money equals the ledger", proof.payments, proof.unapplied_wrong)]


def _allocations(tenant_id: UUID) -> list[ProofLine]:
    proof = prove_allocations(tenant_id)
    wrong = proof.payments_wrong + proof.credit_notes_wrong + proof.invoices_wrong
    return [ProofLine("allocations add up", proof.allocations, wrong)]


def _audit(tenant_id: UUID) -> list[ProofLine]:
    proof = prove_audit(tenant_id)
    broken = ", ".join(f"seal {number}" for number in proof.broken)
    return [ProofLine("audit records match their seals", proof.records, len(proof.broken), broken)]


PROOFS: Sequence[Callable[[UUID], list[ProofLine]]] = (
    *(_ledger, _invoices, _sequences, _payments, _allocations, _audit),
)


def prove(tenant_id: UUID) -> list[ProofLine]:
    """Compare everything of a tenant. Needs its frame, opened with `snapshot`, so that nobody writes between reads."""
    return [line for proof in PROOFS for line in proof(tenant_id)]


def holds(lines: Sequence[ProofLine]) -> bool:
    """Whether something was compared and nothing is wrong: a proof of nothing proves nothing."""
    return sum(line.compared for line in lines) > 0 and not any(line.wrong for line in lines)
