"""The text language: marks, folding, numbers, and the one order of things."""
