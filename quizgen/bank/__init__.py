"""The bank room: YAML with positions -> mappings -> items, and facts x templates -> items."""
