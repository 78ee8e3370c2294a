"""`camera:` and `video:`: images, the poses in them, and bodies of the model's skeleton."""
