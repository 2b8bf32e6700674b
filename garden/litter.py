"""Names of files and folders that are no part of a vault: hidden, or left there by programs."""

from __future__ import annotations

import re

# Old copies of what may have been public: they are left out, and counted for their author
_OLD = re.compile(r".+(?:~|\.(?:tmp|temp|bak))$", re.IGNORECASE | re.DOTALL)
_LITTER = re.compile(
    r"\.|~\$|.*\.(?:swp|swo|icloud|crdownload)$|Thumbs\.db$|desktop\.ini$|node_modules$",
    re.IGNORECASE | re.DOTALL,
)
# What editors put beside a file for a moment; in a vault such names are ordinary (row R17)
_PROBE = re.compile(r"#.+#$|4913$|.+\.part$", re.IGNORECASE | re.DOTALL)


def is_litter(name: str) -> bool:
    """Whether a file or folder is hidden, or left by an editor or a synchronisation.

    What begins with a `~` is no litter (spec row R17), but for the locks of Office: `~$a.docx`.
    """
    return _LITTER.match(name) is not None or is_old_copy(name)


def is_old_copy(name: str) -> bool:
    """Whether a file or folder is what a program or a careful hand has kept of an older state."""
    return _OLD.match(name) is not None and not name.startswith((".", "~$"))


def is_probe(name: str) -> bool:
    """Whether a file is called as editors and browsers call what they put there for a moment."""
    return _PROBE.match(name) is not None
