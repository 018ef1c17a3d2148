"""English: answers marked in English sentences, and English questions asked of Chinese ones."""
