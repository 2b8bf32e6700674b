// The same question to MiniSearch as it is, and to what is merged from shards.

function foundBy(search, question, more) {
  return search
    .search("asked", { ...options(question), ...more })
    .map(({ id, score }) => [id, score.toFixed(6)])
    .sort(([a, x], [b, y]) => y - x || a - b);
}

let native, parts, count;

function load(notes, files, shards) {
  native = new MiniSearch({ fields: FIELDS, tokenize: terms, processTerm: (term) => term });
  native.addAll(notes);
  parts = files;
  count = shards;
  return notes.length;
}

function compared(typed) {
  const question = questionOf(typed);
  const wanted = shardsFor(question, count);
  // A typo is forgiven within the shards that are looked into.
  const boostDocument = (id, term) => (wanted.includes(shardOf(term, count)) ? 1 : 0);
  const chosen = parts.map(({ lengths, shards }) => ({ lengths, shards: wanted.map((i) => shards[i]) }));
  return [foundBy(native, question, { boostDocument }), foundBy(merged(chosen), question)];
}
