"""The published pages, read back and recomputed by a program that shares no code with the one that printed them."""
