"""Resolve a brief, redact it, and build the views of its documents and pages, and its exports."""
