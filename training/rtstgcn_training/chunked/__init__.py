"""Exact training in bounded memory: trials in chunks, what a chunk takes, where it is computed."""
