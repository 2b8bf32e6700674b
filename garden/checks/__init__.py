"""What is looked for across notes. Each module holds checks: the garden in, problems out."""

from garden.checks.aliases import aliases
from garden.checks.links import links
from garden.model import Check

CHECKS: tuple[Check, ...] = (links, aliases)
