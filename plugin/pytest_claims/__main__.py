"""``python -m pytest_claims`` is the command ``pytest-claims``."""

from pytest_claims.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
