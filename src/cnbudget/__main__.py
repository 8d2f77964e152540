"""``python -m cnbudget``: the command line."""

from cnbudget.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
