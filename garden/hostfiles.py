"""Files by which a site is steered at its host: the owner's alone, so never made of a note or file.

Whoever may write notes could send readers elsewhere with them, keep search engines away, or run
programs. The owner puts them into the static folder (rule OUT10).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from garden.model import Problem
from garden.paths import HEADERS, file_url, fold, name_of
from garden.rules import problem

# What hosts read at the top of a site, or search engines and browsers in the name of its owner
_IN_SITES = (
    *("_redirects", HEADERS, "_routes.json", "_worker.js", "CNAME", "robots.txt", "humans.txt"),
    *("ads.txt", "security.txt", "sitemap.xml", "web.config", ".htaccess", ".nojekyll"),
    *(".well-known", "app-ads.txt", "sellers.json", "crossdomain.xml", "clientaccesspolicy.xml"),
    *("apple-app-site-association", "BingSiteAuth.xml", "keybase.txt", "llms.txt", "tdmrep.json"),
)
# What they read at the top of the repository: such files lie beside notes for a good reason
_IN_REPOSITORIES = (
    *("_config.yml", "vercel.json", "staticwebapp.config.json", "netlify.toml"),
    *("wrangler.toml", "wrangler.json", "wrangler.jsonc"),
)
TOP = (*_IN_SITES, *_IN_REPOSITORIES)
_ANYWHERE = frozenset(("web.config", ".htaccess"))
_FOLDED = frozenset(map(fold, TOP))
_FOLDED_IN_SITES = frozenset(map(fold, _IN_SITES))


def steers(url: str) -> bool:
    """Whether what stands at an address, or in a folder of it, could steer a host, on any disk."""
    first, *_ = parts = fold(url).rstrip("/").split("/")
    return first in _FOLDED or not _ANYWHERE.isdisjoint(parts)


def is_of_repository(path: str) -> bool:
    """Whether hosts read a file of the vault, but not on the site: it is told when it is linked."""
    return fold(file_url(path)) in _FOLDED - _FOLDED_IN_SITES


def host_files(files: Iterable[str], static: Container[str]) -> Iterator[Problem]:
    """Those of the files of a vault that hosts would read on its site; `static` are copied."""
    for path in sorted(files):
        url = fold(file_url(path))
        is_read = url in _FOLDED_IN_SITES or name_of(url) in _ANYWHERE
        if is_read and path not in static:
            message = "a file that hosts read is published out of the static folder alone"
            yield problem("host-file", path, message, "move it to `static/`")
