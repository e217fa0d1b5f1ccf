"""Lowers an item, once, to what is asked and what is told."""
