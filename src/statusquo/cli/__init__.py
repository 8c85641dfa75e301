"""The command line: one file per command, each importing its room only when called."""
