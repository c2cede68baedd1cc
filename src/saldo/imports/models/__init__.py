from saldo.imports.models.import_run import ImportRun
from saldo.imports.models.kept_mapping import KeptMapping

__all__ = ["ImportRun", "KeptMapping"]
