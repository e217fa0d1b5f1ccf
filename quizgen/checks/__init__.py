"""Judges of a bank: rules of item writing, and evidence; each a small function."""
