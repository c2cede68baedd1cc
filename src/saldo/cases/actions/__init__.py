from saldo.cases.actions.answer_cases import CaseAnswer, answer_cases
from saldo.cases.actions.close_cases import close_cases
from saldo.cases.actions.confirm_contact_changes import confirm_contact_changes
from saldo.cases.actions.open_cases import NewCase, open_cases

__all__ = ["CaseAnswer", "NewCase", "answer_cases", "close_cases", "confirm_contact_changes", "open_cases"]
