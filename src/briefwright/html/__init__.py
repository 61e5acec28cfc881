"""Markdown, fragments, web pages, print pages and figures."""
