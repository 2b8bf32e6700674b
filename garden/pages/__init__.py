"""The pages of a site. Each module is one emitter: the garden in, pages out."""

from functools import partial

from garden.model import Emitter
from garden.pages.addresses import addresses
from garden.pages.assets import assets
from garden.pages.backlinks import backlinks
from garden.pages.explorer import explorer
from garden.pages.feed import feed
from garden.pages.folders import folders
from garden.pages.graph import graph
from garden.pages.headers import headers
from garden.pages.home import home
from garden.pages.manifest import manifest
from garden.pages.map import map_pages
from garden.pages.mostlinked import most_linked
from garden.pages.notes import notes
from garden.pages.notfound import notfound
from garden.pages.orphans import orphans
from garden.pages.recent import recent
from garden.pages.redirects import redirects
from garden.pages.search import search
from garden.pages.sitemap import robots, sitemap
from garden.pages.static import static
from garden.pages.tagindex import tag_index
from garden.pages.tags import tags

MAPPED: tuple[Emitter, ...] = (  # their pages are in the sitemap
    notes,
    folders,
    map_pages,
    tags,
    tag_index,
    recent,
    most_linked,
    orphans,
    backlinks,
    graph,
    home,
)

EMITTERS: tuple[Emitter, ...] = (
    static,
    assets,
    *MAPPED,
    redirects,
    notfound,
    explorer,
    addresses,
    feed,
    search,
    partial(sitemap, MAPPED),
    robots,
    manifest,
    headers,
)
