"""A lesson's servers and pages."""
