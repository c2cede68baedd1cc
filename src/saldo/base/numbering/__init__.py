"""Numbering: series of document numbers, unique and without holes.

A number is taken inside the transaction that uses it, under the lock of its series and year, so that a roll-back gives
it back. Verbs: create_series, take_numbers.
"""
