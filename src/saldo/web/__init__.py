"""The pages that are made of several contexts, and the design system that every page is written in."""
