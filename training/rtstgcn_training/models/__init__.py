"""Models that train in batch and stream frame by frame with the same weights."""
