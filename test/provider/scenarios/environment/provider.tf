# No block at all: everything is in the environment.
