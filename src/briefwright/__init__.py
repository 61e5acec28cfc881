"""Briefwright: an essay and its structured summaries in, a family of documents out."""

__version__ = "0.1.0"
