#!/usr/bin/env bash
# dayjs 1.11.23: it cannot read the date that it has just written: in Russian, Polish and Ukrainian in
# December only, and in French on every day but the first of a month.
#
# Expected. dayjs' documentation, "String + Format" and the plugin AdvancedFormat: the plugin
# CustomParseFormat reads the patterns that format() writes, with the names of the locale, strictly if
# one asks for it. What works in November should work in December.
#
# What happens. Two edges. (1) Languages that decline month names have two lists of twelve. Both are
# looked through as one list of 24, and the place found is taken modulo 12, except that a remainder of
# nothing counts as no remainder: December's declined name, at place 24, becomes month 24. (2) "Do",
# the day as an ordinal, must have a character that is no digit. French writes "1er" but "2".
#
#   pattern       locale   written              read back
#   D MMMM YYYY   ru       5 ноября 2024        2024-11-05
#   D MMMM YYYY   ru       5 декабря 2024       invalid       (the same in pl and uk)
#   D MMMM YYYY   cs       5 prosinec 2024      2024-12-05    (not declined by dayjs)
#   Do MMMM YYYY  fr       1er mars 2024        2024-03-01
#   Do MMMM YYYY  fr       2 mars 2024          invalid       (and so on to 31)
#   Do MMMM YYYY  de, en   2. März, 2nd March   2024-03-02
#
# Documented: no.
#
# Why it matters. Patterns of daily notes (moment's, as Obsidian has them) are often handed to dayjs,
# its small successor. The calendar of a site then lacks one month a year, or has one note a month.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund dayjs@1.11.23
npm ls --depth 0 | grep dayjs

cat > look.js <<'JS'
const dayjs = require("dayjs");
dayjs.extend(require("dayjs/plugin/customParseFormat"));
dayjs.extend(require("dayjs/plugin/advancedFormat"));
for (const locale of ["ru", "pl", "uk", "cs", "fr", "de"]) require(`dayjs/locale/${locale}`);

const show = (pattern, locale, day) => {
  const written = dayjs(day).locale(locale).format(pattern);
  const back = dayjs(written, pattern, locale, true);
  console.log(`${pattern} ${locale}: ${written} -> ${back.isValid() ? back.format("YYYY-MM-DD") : "invalid"}`);
};
for (const locale of ["ru", "pl", "uk", "cs"]) {
  for (const month of ["01", "11", "12"]) show("D MMMM YYYY", locale, `2024-${month}-05`);
}
for (const locale of ["fr", "de", "en"]) {
  for (const day of ["01", "02", "31"]) show("Do MMMM YYYY", locale, `2024-03-${day}`);
}
JS
node look.js | tee seen.txt

cat > then.txt <<'TXT'
D MMMM YYYY ru: 5 января 2024 -> 2024-01-05
D MMMM YYYY ru: 5 ноября 2024 -> 2024-11-05
D MMMM YYYY ru: 5 декабря 2024 -> invalid
D MMMM YYYY pl: 5 stycznia 2024 -> 2024-01-05
D MMMM YYYY pl: 5 listopada 2024 -> 2024-11-05
D MMMM YYYY pl: 5 grudnia 2024 -> invalid
D MMMM YYYY uk: 5 січня 2024 -> 2024-01-05
D MMMM YYYY uk: 5 листопада 2024 -> 2024-11-05
D MMMM YYYY uk: 5 грудня 2024 -> invalid
D MMMM YYYY cs: 5 leden 2024 -> 2024-01-05
D MMMM YYYY cs: 5 listopad 2024 -> 2024-11-05
D MMMM YYYY cs: 5 prosinec 2024 -> 2024-12-05
Do MMMM YYYY fr: 1er mars 2024 -> 2024-03-01
Do MMMM YYYY fr: 2 mars 2024 -> invalid
Do MMMM YYYY fr: 31 mars 2024 -> invalid
Do MMMM YYYY de: 1. März 2024 -> 2024-03-01
Do MMMM YYYY de: 2. März 2024 -> 2024-03-02
Do MMMM YYYY de: 31. März 2024 -> 2024-03-31
Do MMMM YYYY en: 1st March 2024 -> 2024-03-01
Do MMMM YYYY en: 2nd March 2024 -> 2024-03-02
Do MMMM YYYY en: 31st March 2024 -> 2024-03-31
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
