"""What a model says of whole trials, and what that scores."""
