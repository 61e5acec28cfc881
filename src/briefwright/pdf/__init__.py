"""Typeset PDFs from fragments, add structure, metadata and attachments, and read PDFs."""
