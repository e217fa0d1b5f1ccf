"""Sources as they come: text, Markdown, web page, Word, PDF to paragraphs that can be cited.

Each reader gives every piece of the file in reading order, and says of each what it is: text, or a
caption, a menu, a running head. Nothing is dropped here, and nothing is fetched: whoever reads
decides which kinds become paragraphs, and can show the rest. `signs`, `decoding`, `archive` and
`markup_trees` know files and nothing of sources; `read` is the front door.
"""
