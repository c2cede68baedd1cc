from saldo.imports.views.download_refused import download_refused
from saldo.imports.views.map_import import map_import
from saldo.imports.views.show_import import show_import
from saldo.imports.views.show_progress import show_progress
from saldo.imports.views.start_import import start_import
from saldo.imports.views.take_import import take_import

__all__ = ["download_refused", "map_import", "show_import", "show_progress", "start_import", "take_import"]
