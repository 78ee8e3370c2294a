"""Live samples onto the clock of the model, free of input, output and clocks of its own."""
