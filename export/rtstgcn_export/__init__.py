"""Export for rtstgcn-edge: model files from checkpoints, behind a numeric gate."""
