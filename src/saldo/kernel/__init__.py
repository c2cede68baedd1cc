"""Pure words that every floor above may use: money, journal entries, calendar, clock, references, actors, outcomes,
errors, locales.

Nothing here knows Django, a database or what time it is. Import from the modules, for example
`from saldo.kernel.money import Money`.
"""
