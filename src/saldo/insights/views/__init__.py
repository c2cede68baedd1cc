from saldo.insights.views.download_ageing import download_ageing
from saldo.insights.views.set_goal import set_goal
from saldo.insights.views.show_ageing import show_ageing
from saldo.insights.views.show_dso import show_dso
from saldo.insights.views.show_expected_cash import show_expected_cash
from saldo.insights.views.show_open_items import show_open_items
from saldo.insights.views.show_reports import show_reports

__all__ = [
    "download_ageing",
    "set_goal",
    "show_ageing",
    "show_dso",
    "show_expected_cash",
    "show_open_items",
    "show_reports",
]
