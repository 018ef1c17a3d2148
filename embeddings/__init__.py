"""Text to numbers, and numbers to neighbours; knows text and arrays, nothing of reports or questions."""
