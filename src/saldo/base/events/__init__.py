"""Events: what a context announces, and the jobs that carry it, written in the transaction of the change itself.

`publish` looks the event's class up in the one wiring table and defers a job per handler and chunk of 500 ids, so that
a failing handler retries alone. `jobs.job` declares a handler; `defer` asks for one by name.
"""
