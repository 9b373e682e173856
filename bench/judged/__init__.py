"""Claims that the benchmark judges: they are no part of the suite."""
