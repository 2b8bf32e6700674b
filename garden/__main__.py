"""`python -m garden` is the command `garden`."""

from garden.cli import main

main()
