"""Word's own ways, for both doors: formulas, and packages whose bytes are always the same."""
