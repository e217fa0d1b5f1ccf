"""The papers of a quiz: questions, key, flashcards."""
