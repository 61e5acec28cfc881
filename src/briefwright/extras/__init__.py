"""Signing, search and social cards; only ``cli`` and ``workflow`` import them."""
