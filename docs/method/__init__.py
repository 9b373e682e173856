"""What docs/method.md shows: samples of real programs, and what the judge makes of noise of every kind."""
