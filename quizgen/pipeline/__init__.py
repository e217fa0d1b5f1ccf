"""The one way from a bank to its files: check, plan, render, write."""
