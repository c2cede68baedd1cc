"""The design system: tokens, components, shells and the template tags that every page is written with.

`{% load ui %}` gives the tags; `/ui` shows all of it. Words are codes until a tag writes them in the reader's language.
"""
