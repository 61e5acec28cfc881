"""Verify published files: text against the sources, PDF structure, links, markings, redaction, manifest."""
