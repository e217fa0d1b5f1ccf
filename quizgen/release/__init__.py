"""What learners have: the lock, and what changed since."""
