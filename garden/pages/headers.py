"""What hosts send along with the files of a site, in a form that Netlify and Cloudflare read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

from garden.assembly import FOLDER
from garden.model import Garden, Made
from garden.paths import DATA, HEADERS, address_at
from garden.policy import policy

# A drawing that is opened by itself is a page of its own, which runs nothing (rule SRV9)
_DRAWING = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
_FOR_EVER = "public, max-age=31536000, immutable"  # the names in it change with the contents


def headers(garden: Garden) -> Iterator[Made]:
    yield Made(HEADERS, partial(_text, garden))


def _text(garden: Garden) -> str:
    """The policy is one that all pages can live with; each has its own, narrower one as well.

    Of two policies browsers heed both, so what one page needs is here allowed for all.
    """
    settings = garden.config.site
    told = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",  # films want to know who shows them
    }
    if settings.policy:
        drawn = policy(settings.head, diagrams="diagram" in garden.needs)
        told = {"Content-Security-Policy": drawn, **told}
    top = address_at(urlsplit(settings.base_url).path, "")
    rules = {
        f"{top}*": told,
        **({f"{top}*.svg": {"Content-Security-Policy": _DRAWING}} if settings.policy else {}),
        f"{top}{FOLDER}/*": {"Cache-Control": _FOR_EVER},
        f"{top}{DATA}/*": {"Cache-Control": "no-cache"},
    }
    return "\n".join(_rule(path, values) for path, values in rules.items())


def _rule(path: str, values: dict[str, str]) -> str:
    return f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in values.items())
