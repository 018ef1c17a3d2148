"""Follow-up questions in English."""
