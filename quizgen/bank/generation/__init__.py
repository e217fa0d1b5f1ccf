"""Facts and templates that make items."""
