"""Files: bytes that are kept as they are, each with its SHA-256; and the making of papers (PDF) from frozen content.

Verbs: keep_files.
"""
