from saldo.insights.queries.ageing import BUCKETS, Ageing, AgeingTotal, ageing, buckets_of
from saldo.insights.queries.figures import Figures, figures
from saldo.insights.queries.habits import habits_of

__all__ = [
    "BUCKETS",
    "Ageing",
    "AgeingTotal",
    "Figures",
    "ageing",
    "buckets_of",
    "figures",
    "habits_of",
]
