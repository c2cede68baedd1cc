"""Insights: figures made from the books and from nothing else, remade exactly for any day.

Ageing by customer, how long money takes (DSO and its kin) and its goal, the cash that is expected, how a customer pays.
The night adds up what belongs to each day (`snapshot_insights`); pages add what was recorded since. Every figure can be
taken apart into the rows that compose it.
"""
