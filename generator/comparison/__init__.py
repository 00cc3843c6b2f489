"""Schemes side by side: what differs materially, and what changed from one to another.

Reads the published records, so that a reader of the published data can compare exactly as the site does.
"""
