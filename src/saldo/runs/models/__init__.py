from saldo.runs.models.night_run import NightRun

__all__ = ["NightRun"]
