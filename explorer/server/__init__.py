"""The server: which requests it takes, what it may use of the machine, how it starts."""
