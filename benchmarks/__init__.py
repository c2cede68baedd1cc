"""Speed as ratios to hand-written SQL, measured in the same run.

The floor connects as the owner and does the same work on the same tables: same keys and triggers, no policies.
"""
