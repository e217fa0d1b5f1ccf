"""Text set in lines, boxes and pages."""
