"""Files that steer a host: never made of a note or file of the vault, only copied from `static`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from garden.paths import fold
from tests.offline import Files, built, tree, write
from tests.support import Grown, garden_of

SECRET = "zqx"
SITE = '[site]\nbase_url = "https://me.net/"\n'
SHARED = f'{SITE}trust = "shared"\n'
ALL = f'{SITE}[publish]\nattachments = ["*"]\n'
HEARD = (
    *("_redirects", "_headers", "_routes.json", "_worker.js", "CNAME", "robots.txt", "humans.txt"),
    *("ads.txt", "security.txt", "sitemap.xml", "web.config", "a/web.config", "a/b/Web.Config"),
    *("cname", "ROBOTS.TXT", "_Redirects", "_headers.", " CNAME", "CNAME ", "_worker!.js"),
    *("app-ads.txt", "sellers.json", "crossdomain.xml", "ClientAccessPolicy.xml", "llms.txt"),
    *("apple-app-site-association", "BingSiteAuth.xml", "keybase.txt", "tdmrep.json", "ads!.txt"),
    "_worker.js/index.js",
)
UNHEARD = (
    *("_config.yml", "vercel.json", "staticwebapp.config.json", "netlify.toml", "Netlify.TOML"),
    *("wrangler.toml", "wrangler.json", "wrangler.jsonc"),
)
ORDINARY = (
    *("a/CNAME", "a/_redirects", "a/robots.txt", "a/netlify.toml", "CNAME.txt", "robots.pdf"),
    *("a/app-ads.txt", "a/ads.txt", "my-ads.txt", "bands.txt"),
    *("x_redirects", "my-CNAME", "headers", "web.config.png", "config.yml", "a/vercel.json"),
)


def linked(path: str, config: str = SHARED) -> Grown:
    """A garden with a note that links to a file in every way."""
    target = path.strip()
    text = f"[[{target}]] ![[{target}]] [x](<{target}>)\n\n<img src='{target}'>\n"
    return garden_of({"n.md": text, path: SECRET.encode()}, config)


@pytest.mark.parametrize("config", [SITE, SHARED, ALL], ids=["", "shared", "all attachments"])
@pytest.mark.parametrize("path", [*HEARD, *UNHEARD])
def test_out10_no_file_of_the_vault_steers_a_host(path: str, config: str) -> None:
    grown = linked(path, config)
    assert path not in grown.garden.urls
    assert f"(a copy of {path})" not in grown.pages().values()


@pytest.mark.parametrize("path", HEARD[:-1])
def test_what_a_host_would_read_on_the_site_is_named(path: str) -> None:
    found = [p for p in garden_of({"n.md": "", path: b""}).problems if p.rule == "host-file"]
    assert [(p.path, p.level, p.hint) for p in found] == [(path, "warning", "move it to `static/`")]


@pytest.mark.parametrize("path", UNHEARD)
def test_what_a_host_reads_in_the_repository_is_named_only_where_it_is_linked(path: str) -> None:
    assert garden_of({"n.md": "", path: b""}).problems == ()
    found = {p.path for p in linked(path).problems if p.rule == "host-file"}
    assert found == {"n.md"}


@pytest.mark.parametrize("path", ORDINARY)
def test_other_files_are_published_where_they_were(path: str) -> None:
    grown = linked(path)
    assert grown.garden.urls[path] == path
    assert "host-file" not in grown.rules


def test_nothing_is_said_of_what_is_private() -> None:
    files: Files = {"n.md": "[[CNAME]]", "CNAME": b"", "private/web.config": b""}
    grown = garden_of(files, '[publish]\nexclude = ["CNAME", "private/"]\n')
    assert "host-file" not in grown.rules


# notes → the address that each has, and whether its author is told
ADDRESSES: Mapping[str, tuple[Files, dict[str, str], set[str]]] = {
    "a permalink": (
        {"n.md": "---\npermalink: /_redirects\n---\n"},
        {"n.md": "n/"},
        {"permalink"},
    ),
    "a permalink in other letters": (
        {"n.md": "---\npermalink: cname\n---\n"},
        {"n.md": "n/"},
        {"permalink"},
    ),
    "a permalink below": (
        {"n.md": "---\npermalink: /_worker.js/index.html\n---\n"},
        {"n.md": "n/"},
        {"permalink"},
    ),
    "a permalink, encoded": (
        {"n.md": "---\npermalink: /%5fredirects/\n---\n"},
        {"n.md": "n/"},
        {"permalink"},
    ),
    "a permalink of the configuration of a folder": (
        {"n.md": "---\npermalink: /a/b/Web.config\n---\n"},
        {"n.md": "n/"},
        {"permalink"},
    ),
    "a permalink of what garden makes": (
        {"n.md": "---\npermalink: /feed.xml\n---\n", "m.md": "---\npermalink: /Feed.json/\n---\n"},
        {"n.md": "n/", "m.md": "m/"},
        {"permalink"},
    ),
    "a hidden permalink is no longer hidden": (
        {"n.md": "---\npermalink: /.well-known/acme\n---\n"},
        {"n.md": "well-known/acme/"},
        set(),
    ),
    "a name": (
        {"_headers.md": "", "CNAME.md": ""},
        {"_headers.md": "_headers-2/"},
        {"url-collision"},
    ),
    "a folder": (
        {"_worker.js/a.md": ""},
        {"_worker.js/a.md": "_worker.js-2/a/"},
        {"url-collision"},
    ),
    "a folder's own note": (
        {"_redirects/index.md": ""},
        {"_redirects/index.md": "_redirects-2/"},
        {"url-collision"},
    ),
    "the configuration of a folder": (
        {"a/web.config.md": ""},
        {"a/web.config.md": "a/_web.config/"},
        set(),
    ),
    "an alias": ({"n.md": "---\naliases: [CNAME, _redirects/x]\n---\n"}, {"n.md": "n/"}, set()),
    "an ordinary name": ({"a/CNAME.md": "", "robots.md": ""}, {"robots.md": "robots/"}, set()),
}


@pytest.mark.parametrize(("notes", "urls", "rules"), ADDRESSES.values(), ids=list(ADDRESSES))
def test_out10_no_note_takes_such_an_address(
    notes: Files, urls: dict[str, str], rules: set[str]
) -> None:
    grown = garden_of(notes, SITE)
    assert {path: grown.garden.urls[path] for path in urls} == urls
    assert set(grown.rules) == rules
    tops = {fold(out).partition("/")[0] for out in grown.pages()}
    assert tops.isdisjoint({"cname", "_redirects", "_worker.js"})


def test_the_static_folder_may_hold_them_all(tmp_path: Path) -> None:
    files = {
        f"static/{path}": SECRET for path in ("CNAME", "_redirects", "robots.txt", "netlify.toml")
    }
    more = {"static/a/web.config": SECRET, "static/_headers": SECRET, "static/sitemap.xml": SECRET}
    vault = write(tmp_path / "v", {"CNAME.md": "a note about it", **files, **more})
    done = built(vault, tmp_path / "out", SITE, static=vault / "static")
    site = tree(tmp_path / "out")
    assert {path.removeprefix("static/") for path in {**files, **more}} <= site.keys()
    assert all(site[path.removeprefix("static/")] == SECRET.encode() for path in {**files, **more})
    assert [p.rule for p in done.told.report.problems] == ["url-collision"]


def test_what_garden_makes_keeps_its_address_before_files_of_the_vault(tmp_path: Path) -> None:
    names = ("feed.xml", "feed.json", "manifest.webmanifest", "404.html")
    notes = {"n.md": "---\ndate: 2024-01-01\n---\n" + " ".join(f"[[{name}]]" for name in names)}
    vault = write(tmp_path / "v", {**notes, **dict.fromkeys(names, SECRET)})
    built(vault, tmp_path / "out", ALL)
    site = tree(tmp_path / "out")
    assert not [name for name in names if site[name] == SECRET.encode()]
    assert site["feed-2.xml"] == SECRET.encode()
