from saldo.settlement.queries.allocations import (
    AllocationSheet,
    allocations_of_customer,
    allocations_of_invoices,
    allocations_of_payments,
    latest_allocation_days,
    lock_live_allocations,
)
from saldo.settlement.queries.pots import settle_ground
from saldo.settlement.queries.proofs import AllocationProof, PaymentProof, prove_allocations, prove_payments
from saldo.settlement.queries.receipts import (
    FrozenReceipt,
    ReceiptCard,
    lock_receipts,
    receipt_of,
    receipts_of,
    unreceipted,
)

__all__ = [
    "AllocationProof",
    "AllocationSheet",
    "FrozenReceipt",
    "PaymentProof",
    "ReceiptCard",
    "allocations_of_customer",
    "allocations_of_invoices",
    "allocations_of_payments",
    "latest_allocation_days",
    "lock_live_allocations",
    "lock_receipts",
    "prove_allocations",
    "prove_payments",
    "receipt_of",
    "receipts_of",
    "settle_ground",
    "unreceipted",
]
