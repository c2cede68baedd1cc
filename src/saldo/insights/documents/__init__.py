"""Figures as pictures: the answer in words, and what a chart of web.ui draws."""
