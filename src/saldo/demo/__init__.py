"""A simulated company, and the two machines it needs outside: a payment gateway and a mail server.

`demo.gateway` and `demo.mail_catcher` are programs of their own, each with its own SQLite store; `demo.pages` is the
small web plumbing that both stand on. They listen on 127.0.0.1 only and know nothing of Saldo's database.
"""
