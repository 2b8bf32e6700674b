"""The pages of a site. Each module is one emitter: the garden in, pages out."""

from garden.model import Emitter
from garden.pages.assets import assets
from garden.pages.backlinks import backlinks
from garden.pages.home import home
from garden.pages.notes import notes
from garden.pages.notfound import notfound
from garden.pages.redirects import redirects
from garden.pages.tags import tags

EMITTERS: tuple[Emitter, ...] = (assets, notes, tags, backlinks, home, redirects, notfound)
