#!/usr/bin/env bash
# dayjs 1.11.23 against moment 2.31.0: the same pattern names the weekly note of a week otherwise, in
# Spanish, Italian, Hungarian and many other locales, in seven of sixteen years from end to end.
#
# Expected. dayjs' documentation: WeekOfYear and WeekYear give the week by the locale, as moment does
# with the pattern gggg-[W]ww, and dayjs has moment's patterns. Spain, Italy, Hungary and Austria
# count by ISO 8601: a week belongs to the year that has its Thursday.
#
# What happens. The rule for the first week is "yearStart" in dayjs' locale files. It is there for de
# and fr, but not for es, it, hu, ca, uk, de-at, nl-be and others, which then have the week of
# 1 January as the first one. That differs for every year whose 1 January is a Friday, Saturday or
# Sunday, from the Monday before it on.
#
#   day          it, moment   it, dayjs    de, both
#   2019-01-01   2019-W01     2019-W01     2019-W01     (a Tuesday)
#   2020-12-28   2020-W53     2021-W01     2020-W53
#   2021-06-15   2021-W24     2021-W25     2021-W24     (the whole year is off by one)
#   2024-06-15   2024-W24     2024-W24     2024-W24
#   2027-01-04   2027-W01     2027-W02     2027-W01
#
# Of the 5844 days from 2015 to 2030, 2569 are in another week.
#
# Documented: the locale's yearStart is an option of dayjs; which locales lack it is not. The tracker
# has requests for single locales: fr and pt were mended (issues 956 and 1344), pull request 3098 for
# de-at, de-ch and nl-be was closed.
#
# Why it matters. Obsidian's weekly notes are named gggg-[W]ww by moment. A site that sorts or links
# them with dayjs finds no note, or last week's, in most years, and is right in others.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund dayjs@1.11.23 moment@2.31.0
npm ls --depth 0 | grep -E 'dayjs|moment'

cat > look.js <<'JS'
const dayjs = require("dayjs");
const moment = require("moment");
for (const name of ["weekOfYear", "weekYear", "advancedFormat"]) dayjs.extend(require(`dayjs/plugin/${name}`));

const both = (day, locale) =>
  [moment(day), dayjs(day)].map((date) => date.locale(locale).format("gggg-[W]ww"));
for (const locale of ["de", "fr", "it", "es", "hu", "ca", "uk", "de-at"]) {
  require(`moment/locale/${locale}`);
  require(`dayjs/locale/${locale}`);
  let days = 0;
  let apart = 0;
  for (let day = new Date("2015-01-01T00:00Z"); day < new Date("2031-01-01T00:00Z"); day.setUTCDate(day.getUTCDate() + 1)) {
    const [one, other] = both(day.toISOString().slice(0, 10), locale);
    days += 1;
    if (one !== other) apart += 1;
  }
  console.log(`${locale}: ${apart} of ${days} days are in another week`);
}
for (const day of ["2019-01-01", "2020-12-28", "2021-06-15", "2024-06-15", "2027-01-04"]) {
  console.log(day, "it", ...both(day, "it"), "de", ...both(day, "de"));
}
JS
node look.js | tee seen.txt

cat > then.txt <<'TXT'
de: 0 of 5844 days are in another week
fr: 0 of 5844 days are in another week
it: 2569 of 5844 days are in another week
es: 2569 of 5844 days are in another week
hu: 2569 of 5844 days are in another week
ca: 2569 of 5844 days are in another week
uk: 2569 of 5844 days are in another week
de-at: 2569 of 5844 days are in another week
2019-01-01 it 2019-W01 2019-W01 de 2019-W01 2019-W01
2020-12-28 it 2020-W53 2021-W01 de 2020-W53 2020-W53
2021-06-15 it 2021-W24 2021-W25 de 2021-W24 2021-W24
2024-06-15 it 2024-W24 2024-W24 de 2024-W24 2024-W24
2027-01-04 it 2027-W01 2027-W02 de 2027-W01 2027-W01
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
