"""The commands, a module each or a family: what is asked, what is printed, the exit status."""
