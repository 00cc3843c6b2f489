/* The reader's own draft as one more column of the comparison: kept by the drafting page in this browser, never published.
   Loaded after the comparison's data and before the page that draws it; does nothing unless the address asks for it. */
(function () {
  "use strict";

  const KEY = "atlas-draft-column";
  const ID = "draft";
  const raw = globalThis.atlasCompare;
  const asked = new RegExp(`[#&]s=(?:[^&]*,)?${ID}(?:[,&]|$)`).test(location.hash);
  if (!raw || !asked) return;

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(KEY));
    } catch {
      return null;
    }
  }

  const column = kept();
  if (!column || typeof column.name !== "string" || typeof column.cells !== "object" || column.cells === null) return;

  const place = (list, value) => list.push(value) - 1;
  const states = raw.states.map(([id]) => id);
  const text = (value) => (typeof value === "string" ? value : "");
  raw.schemes.push([
    ID, text(column.name), `${text(column.place)}（草稿）`, text(column.code), text(column.place), 0, "planned", "guarantee_insurance",
    Object.keys(column.cells).length, [], [], {},
  ]);
  const proofs = {};
  raw.parameters.forEach(([id], row) => {
    const said = Object.hasOwn(column.cells, id) ? text(column.cells[id]) : "";
    const word = said ? place(raw.words, said) : 0;
    const provisions = said ? [[states.indexOf("stated"), 0, word, word]] : [];
    // A key of its own below zero: a draft's words are never taken to be the same as a scheme's.
    raw.table[row].push(place(raw.cells, [states.indexOf(said ? "stated" : "silent"), 0, -1 - row, -1, null, 0, provisions]));
    if (said) proofs[id] = [[[[], ["这是你的草稿，还没有印发，没有来源"], 0]], -1];
  });
  (globalThis.atlasEvidence ??= {})[ID] = { sources: [], checks: [], cells: proofs };
})();
