"""`python -m courseware` is the same as `courseware`."""

from courseware.cli import main

main()
