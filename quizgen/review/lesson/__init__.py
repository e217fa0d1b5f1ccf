"""A lesson: its state, its session, its log, its questions."""
