"""``python -m cnbudget``: the command line."""

import gc

from cnbudget.cli import main


def run() -> int:
    """Run the command line in a process of its own, which ends with it; the exit status."""
    status = main()
    gc.freeze()  # what is left goes with the process, and is not gone through for garbage before
    return status


if __name__ == "__main__":
    raise SystemExit(run())
