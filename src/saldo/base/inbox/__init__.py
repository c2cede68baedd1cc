"""The inbox: what comes in from outside, stored raw and once, thought about later; and answers to repeated requests.

Verbs: receive_message, keep_answer.
"""
