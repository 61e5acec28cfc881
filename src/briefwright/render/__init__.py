"""Markdown, HTML and SVG out of views and templates."""
