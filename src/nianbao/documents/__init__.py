"""The final document in its forms, each read back before it counts as written."""
