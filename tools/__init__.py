"""Set-up, tests and the local server: what the Makefile calls. Standard library only, so that it runs before any install."""
