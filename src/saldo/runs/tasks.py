"""Where the queue looks for what the timetable holds."""

from saldo.runs.schedule import TIMETABLE

__all__ = ["TIMETABLE"]
