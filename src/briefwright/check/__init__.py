"""Warnings on the editors' words."""
