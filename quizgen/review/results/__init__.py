"""What a lesson left behind."""
