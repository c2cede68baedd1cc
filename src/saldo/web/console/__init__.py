"""The console: the shell around every page for staff, and the pages that are made of several contexts."""
