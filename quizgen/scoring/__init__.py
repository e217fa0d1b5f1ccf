"""A response and a key -> is it one, how right is it; in Python and in ES5, side by side."""
