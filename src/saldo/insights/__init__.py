"""Insights: figures made from the books and from nothing else, remade exactly for any day.

Ageing by customer. Every figure can be taken apart into the rows that compose it.
"""
