"""Runs: what happens by itself. The night, the timetable that starts it, and the proof that the books hold."""
