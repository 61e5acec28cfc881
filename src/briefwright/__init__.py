"""Briefwright compiles an essay and its structured summaries into documents and a website."""

__version__ = "0.1.0"
