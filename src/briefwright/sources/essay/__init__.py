"""The essay: its blocks, its facts and its pictures."""
