"""Kinds of files that a browser runs as a page, or a host as a program, by their addresses."""

from __future__ import annotations

import re

from garden.paths import fold, name_of

# What a browser runs in the name of the site, whoever wrote it
_PAGES = "html htm xhtml xht js mjs cjs"
# What it may draw as a page or run besides: XML of any kind may hold HTML, or name a style sheet
_DRAWN = (
    "xml xsl xslt xsd xbl xul xspf xop rdf rss atom kml gpx gml mml mathml smil smi wsdl dtd opf"
    " ncx owl dae svgz mht mhtml maff swf hta htc jnlp wsf vbs appcache"
)
# What a host may run, and what comes out is sent as a page
_PROGRAMS = (
    r"php\d?|phps|phtml?|pht|phar|cgi|fcgi|fpl|jspx?|jspf|jsw|jsv|jhtml|aspx?|asa|ashx|asmx|asax|ascx"
    r"|axd|cer|cdx|svc|soap|rem|cshtml|vbhtml|cfml?|cfc|dbm|pl|pm|plx|pyc?|wsgi|rb|rhtml|erb|sh"
    r"|shtml?|stml?|htaccess|htpasswd"
)
# Apache runs `a.php.txt`, old servers `a.asp;.jpg`
_ANYWHERE = r"php\d?|phtml|pht|phar|f?cgi|asp|shtml"
_NEEDS_LISTING = tuple(f".{ending}" for ending in _PAGES.split())
_MAY_BE_DRAWN = tuple(f".{ending}" for ending in _DRAWN.split())
_PROGRAM = re.compile(rf".*\.(?:(?:{_PROGRAMS})$|(?:{_ANYWHERE})\.)", re.DOTALL)


def needs_listing(url: str) -> bool:
    """Whether what stands at an address is a page or script, which the owner has to list."""
    return fold(url).endswith(_NEEDS_LISTING)


def may_run(url: str) -> bool:
    """Whether a browser or a host may run what stands at an address."""
    name = fold(name_of(url))
    return needs_listing(name) or name.endswith(_MAY_BE_DRAWN) or bool(_PROGRAM.match(name))
