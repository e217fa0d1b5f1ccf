"""The evidence room: records of source texts, and proof that a quote's words stand in them."""
