"""The pages of a review, as they are served."""
