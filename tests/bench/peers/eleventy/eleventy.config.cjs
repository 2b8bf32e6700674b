// Wikilinks by name, path and alias, backlinks from them, ids for headings. No plugin.
const fs = require("node:fs");
const path = require("node:path");

const LINK = /\[\[([^\]|#\n]+)(#[^\]|\n]*)?(?:\|([^\]\n]*))?\]\]/;
const slug = (text) => text.trim().toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");

function notesIn(folder) {
  return fs
    .readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith(".md"))
    .sort()
    .map((file) => {
      const text = fs.readFileSync(path.join(folder, file), "utf8");
      const aliases = /^aliases:\n((?: +- .*\n)+)/m.exec(text.split("\n---\n")[0] + "\n");
      return {
        key: file.slice(0, -3),
        name: path.basename(file, ".md"),
        aliases: aliases ? aliases[1].trim().split("\n").map((a) => a.replace(/^ *- /, "")) : [],
        targets: [...text.matchAll(new RegExp(LINK, "g"))].map((found) => found[1].toLowerCase()),
      };
    });
}

function linksOf(notes) {
  const names = new Map();
  for (const note of notes) for (const alias of note.aliases) names.set(alias.toLowerCase(), note);
  for (const note of notes) {
    names.set(note.name.toLowerCase(), note);
    names.set(note.key.toLowerCase(), note);
  }
  const inbound = new Map(notes.map((note) => [note.key, new Set()]));
  for (const note of notes)
    for (const target of note.targets) {
      const to = names.get(target);
      if (to) inbound.get(to.key).add(note);
    }
  return { names, inbound };
}

const addressOf = (note) => encodeURI(`/${note.key}/`);

module.exports = function (config) {
  let links = linksOf(notesIn("notes"));
  config.on("eleventy.before", () => (links = linksOf(notesIn("notes"))));
  config.addPassthroughCopy("notes/**/*.png");
  config.addGlobalData("layout", "note.njk");
  config.addFilter("backlinks", (file) => {
    const key = path.relative("notes", file).slice(0, -3);
    return [...(links.inbound.get(key) ?? [])].map((note) => ({
      url: addressOf(note),
      name: note.name,
    }));
  });
  config.amendLibrary("md", (md) => {
    md.inline.ruler.before("link", "wikilink", (state, silent) => {
      const embeds = state.src.startsWith("![[", state.pos);
      const start = state.pos + (embeds ? 1 : 0);
      if (!state.src.startsWith("[[", start)) return false;
      const found = LINK.exec(state.src.slice(start, start + 500));
      if (!found || found.index) return false;
      if (!silent) {
        const [, name, anchor, label] = found;
        const note = links.names.get(name.toLowerCase());
        const token = state.push("html_inline", "", 0);
        const text = md.utils.escapeHtml(label || name + (anchor ?? ""));
        const where = note && addressOf(note) + (anchor ? "#" + slug(anchor.slice(1)) : "");
        if (embeds && name.endsWith(".png")) token.content = `<img src="/attachments/${encodeURI(name)}" alt="">`;
        else if (note) token.content = `<a class="internal-link" href="${where}">${text}</a>`;
        else token.content = `<span class="is-unresolved">${text}</span>`;
      }
      state.pos = start + found[0].length;
      return true;
    });
    md.core.ruler.push("heading-ids", (state) => {
      state.tokens.forEach((token, at) => {
        if (token.type === "heading_open") token.attrSet("id", slug(state.tokens[at + 1].content));
      });
    });
  });
  return {
    dir: { input: "notes", includes: "../_includes", output: "public" },
    markdownTemplateEngine: false,
    templateFormats: ["md"],
  };
};
