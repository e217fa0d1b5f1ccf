"""PDF objects: pages, fonts, pictures, codes."""
