"""How the bundled reader is fitted, from questions to weights: ``python -m qa.training --data DATA``."""
