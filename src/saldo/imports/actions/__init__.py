from saldo.imports.actions.finish_work import finish_work
from saldo.imports.actions.map_import import map_import
from saldo.imports.actions.note_progress import note_progress
from saldo.imports.actions.start_import import start_import
from saldo.imports.actions.take_import import take_import
from saldo.imports.actions.take_rows import take_rows

__all__ = ["finish_work", "map_import", "note_progress", "start_import", "take_import", "take_rows"]
