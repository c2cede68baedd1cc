from saldo.insights.queries.ageing import BUCKETS, Ageing, AgeingTotal, ageing, buckets_of
from saldo.insights.queries.figures import Figures, figures
from saldo.insights.queries.habits import CustomerPast, customer_past, habits_of

__all__ = [
    "BUCKETS",
    "Ageing",
    "AgeingTotal",
    "CustomerPast",
    "Figures",
    "ageing",
    "buckets_of",
    "customer_past",
    "figures",
    "habits_of",
]
