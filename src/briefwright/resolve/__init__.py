"""Quotations tied to passages, identifiers to what they name, and what an edition may show."""
