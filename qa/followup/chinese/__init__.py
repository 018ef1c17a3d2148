"""Follow-up questions in Chinese."""
