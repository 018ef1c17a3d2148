"""How the bundled encoder is made, from corpus to weights: ``python -m embeddings.training``."""
