from saldo.cases.views.answer_cases import answer_cases
from saldo.cases.views.close_cases import close_cases
from saldo.cases.views.confirm_contact_changes import confirm_contact_changes
from saldo.cases.views.show_case import show_case

__all__ = ["answer_cases", "close_cases", "confirm_contact_changes", "show_case"]
