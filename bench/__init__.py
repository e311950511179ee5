"""What a sync costs, measured: `make bench`. Never part of the tests."""
