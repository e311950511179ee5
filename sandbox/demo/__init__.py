"""`python -m sandbox.demo`: runs sandbox and site on this machine and does a first sync as a user would."""
