"""Taking over what another program kept: a file becomes customers, invoices or payments.

A run goes mapping → checking → checked → importing → done; a file that cannot be read to its end is failed. The rows
go through the actions of their contexts, in one transaction: all of them, or the good ones, or none.
Verbs: start_import, map_import, take_import, take_rows.
"""
