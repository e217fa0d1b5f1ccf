"""YAML with places: tree, fields, the format, edits."""
