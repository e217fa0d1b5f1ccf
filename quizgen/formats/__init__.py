"""What both doors of a format share: escapes, columns, encodings."""
