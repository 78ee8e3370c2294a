"""A training run: what it is made of, its epochs, its folder, how it stops and goes on."""
