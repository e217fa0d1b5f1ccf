"""What a Word document holds, as the lines of a written quiz."""
