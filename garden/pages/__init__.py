"""The pages of a site. Each module is one emitter: the garden in, pages out."""

from garden.model import Emitter
from garden.pages.assets import assets
from garden.pages.backlinks import backlinks
from garden.pages.folders import folders
from garden.pages.home import home
from garden.pages.map import map_pages
from garden.pages.notes import notes
from garden.pages.notfound import notfound
from garden.pages.recent import recent
from garden.pages.redirects import redirects
from garden.pages.tagindex import tag_index
from garden.pages.tags import tags

EMITTERS: tuple[Emitter, ...] = (
    assets,
    notes,
    folders,
    map_pages,
    tags,
    tag_index,
    recent,
    backlinks,
    home,
    redirects,
    notfound,
)
