"""Training for rtstgcn-edge: whole recordings, exact chunks, weights that stream."""
