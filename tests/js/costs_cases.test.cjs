// Worked loans of five cities, asked as requests, and the central bank's example; as tests/test_borrower_cases.py.
"use strict";
const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const { test } = require("node:test");
const { load } = require("./load.cjs");
const { records } = require("./quote_batch.cjs");

const VECTORS = path.join(__dirname, "..", "vectors");
const read = (name) => JSON.parse(fs.readFileSync(path.join(VECTORS, name), "utf8"));
const { costs } = load();
const { Rate, scaled } = costs.decimals;
const known = records(VECTORS);
const table = read("borrower_requests.json");
const listed = new Map(read("borrower_cases.json").cases.map((one) => [one.id, one]));
const percent = (text) => String(new Rate(scaled(text, 6)));
const rows = {
  first: (all) => all[0],
  last: (all) => all[all.length - 1],
  max: (all) => all.reduce((most, row) => (Number(row.payment) > Number(most.payment) ? row : most)),
};
const figure = (response, place) =>
  place.split(".").reduce((found, step) => (Array.isArray(found) ? rows[step](found) : found[step]), response);

for (const one of table.cases) {
  test(`${one.id} gives its listed figures`, () => {
    const response = costs.quote(one.request, known.scheme(one.scheme), known.parameters, known.references);
    const expected = { ...listed.get(one.id).expected, ...one.differs };
    assert.strictEqual(String(response.annual_rate), percent(listed.get(one.id).annual_rate_pct));
    for (const [name, place] of Object.entries({ ...table.fields, ...one.fields })) {
      const wanted = name.endsWith("_pct") ? percent(expected[name]) : expected[name];
      assert.strictEqual(String(figure(response, place)), wanted, name);
    }
  });
}

for (const { id, method } of table.arithmetic) {
  test(`${id}: the arithmetic alone gives the listed flows and rates`, () => {
    const one = listed.get(id);
    const flows = one.cash_flow_fen.map(BigInt);
    if (method) {
      const amount = scaled(one.amount_yuan, 2);
      const made = costs.arithmetic.schedule(amount, scaled(one.annual_rate_pct, 6), one.term_months, method);
      assert.deepStrictEqual(made.map((row) => -row.payment), flows.slice(1));
    }
    const found = costs.irr.annualised(flows);
    assert.strictEqual(String(new Rate(found.simple)), percent(one.expected.irr_simple_annual_pct));
    assert.strictEqual(String(new Rate(found.compound)), percent(one.expected.irr_compound_annual_pct));
  });
}
