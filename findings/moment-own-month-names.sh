#!/usr/bin/env bash
# moment 2.29.4 and 2.31.0: in Ukrainian, Croatian, Greek, Catalan and others, moment cannot read the
# date that it has just written with the same format; in Croatian it even reads January for March.
#
# Expected. moment's documentation, "String + Format": what format() writes with a pattern and a
# locale is read back with the same pattern and locale, and strict mode is the recommended way. So a
# daily note named by the pattern "D MMMM YYYY" should be known again by it.
#
# What happens. These languages decline the month behind a day (5 berezen', but 5 bereznia). Writing
# looks at the pattern and takes the declined name. Strict reading builds its list of names with no
# pattern, so it has the names in their basic form only. "MMMM YYYY", where the name is not declined,
# works. Russian, Polish and Czech bring lists of their own and work; German and French do not decline.
#
#   locale         written "D MMMM YYYY"   strict           not strict        "MMMM YYYY", strict
#   ru pl cs de    5 марта 2024 …          March 5          March 5           March
#   uk be el lt    5 березня 2024 …        invalid          March 5           March
#   hr             5 ožujka 2024           invalid          January 5 (!)     March
#   ca             5 de març 2024          invalid          January 5 (!)     March
#
# It is the same in 2.29.4, of 2022, and in 2.31.0.
#
# Documented: no. Single languages were mended one by one (see the moment issue 2275 for Polish).
#
# Why it matters. Obsidian names daily notes by a moment pattern, and plugins and sites find them by
# reading the name strictly with that pattern. In these languages no daily note is found, or, without
# strict mode, all of a Croatian year's are put into January.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund moment2@npm:moment@2.29.4 moment@2.31.0
npm ls --depth 0 | grep moment

cat > look.js <<'JS'
for (const name of ["moment2", "moment"]) {
  const moment = require(name);
  for (const locale of ["ru", "pl", "cs", "de", "uk", "be", "el", "lt", "hr", "ca"]) {
    require(`${name}/locale/${locale}`);
    const read = (pattern, strict) => {
      const back = moment(moment("2024-03-05").locale(locale).format(pattern), pattern, locale, strict);
      return back.isValid() ? back.locale("en").format("YYYY-MM-DD") : "invalid";
    };
    const written = moment("2024-03-05").locale(locale).format("D MMMM YYYY");
    console.log(
      `${moment.version} ${locale}: ${written}, strict ${read("D MMMM YYYY", true)},`,
      `not strict ${read("D MMMM YYYY", false)}, month and year ${read("MMMM YYYY", true)}`,
    );
  }
}
JS
node look.js | tee seen.txt

cat > then.txt <<'TXT'
2.29.4 ru: 5 марта 2024, strict 2024-03-05, not strict 2024-03-05, month and year 2024-03-01
2.29.4 pl: 5 marca 2024, strict 2024-03-05, not strict 2024-03-05, month and year 2024-03-01
2.29.4 cs: 5 březen 2024, strict 2024-03-05, not strict 2024-03-05, month and year 2024-03-01
2.29.4 de: 5 März 2024, strict 2024-03-05, not strict 2024-03-05, month and year 2024-03-01
2.29.4 uk: 5 березня 2024, strict invalid, not strict 2024-03-05, month and year 2024-03-01
2.29.4 be: 5 сакавіка 2024, strict invalid, not strict 2024-03-05, month and year 2024-03-01
2.29.4 el: 5 Μαρτίου 2024, strict invalid, not strict 2024-03-05, month and year 2024-03-01
2.29.4 lt: 5 kovo 2024, strict invalid, not strict 2024-03-05, month and year 2024-03-01
2.29.4 hr: 5 ožujka 2024, strict invalid, not strict 2024-01-05, month and year 2024-03-01
2.29.4 ca: 5 de març 2024, strict invalid, not strict 2024-01-05, month and year 2024-03-01
2.31.0 ru: 5 марта 2024, strict 2024-03-05, not strict 2024-03-05, month and year 2024-03-01
2.31.0 pl: 5 marca 2024, strict 2024-03-05, not strict 2024-03-05, month and year 2024-03-01
2.31.0 cs: 5 března 2024, strict 2024-03-05, not strict 2024-03-05, month and year 2024-03-01
2.31.0 de: 5 März 2024, strict 2024-03-05, not strict 2024-03-05, month and year 2024-03-01
2.31.0 uk: 5 березня 2024, strict invalid, not strict 2024-03-05, month and year 2024-03-01
2.31.0 be: 5 сакавіка 2024, strict invalid, not strict 2024-03-05, month and year 2024-03-01
2.31.0 el: 5 Μαρτίου 2024, strict invalid, not strict 2024-03-05, month and year 2024-03-01
2.31.0 lt: 5 kovo 2024, strict invalid, not strict 2024-03-05, month and year 2024-03-01
2.31.0 hr: 5 ožujka 2024, strict invalid, not strict 2024-01-05, month and year 2024-03-01
2.31.0 ca: 5 de març 2024, strict invalid, not strict 2024-01-05, month and year 2024-03-01
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
