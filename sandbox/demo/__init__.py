"""`python -m sandbox.demo`: the whole job by one command, on this machine, as a person would do it."""
