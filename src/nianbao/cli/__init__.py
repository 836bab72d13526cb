"""The command line: one file a command, named as typed; `main` is the door."""
