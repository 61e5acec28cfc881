"""Quotes: found in the essay, locked, explained and fixed."""
