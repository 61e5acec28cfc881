"""Signing, search and social cards; nothing but the command line imports them."""
