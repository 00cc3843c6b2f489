// The calculator's vectors, run by the code of the pages; the same files as tests/test_costs_vectors.py.
"use strict";
const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const { test } = require("node:test");
const { spawnSync } = require("node:child_process");
const { load } = require("./load.cjs");
const { answer, records } = require("./quote_batch.cjs");

const VECTORS = path.join(__dirname, "..", "vectors");
const FILES = ["decimals", "arithmetic", "irr", "reference", "matching", "request", "quotes", "batch"];
const read = (name) => JSON.parse(fs.readFileSync(path.join(VECTORS, name), "utf8"));
const { costs, quantities } = load();
const { decimals, arithmetic } = costs;
const parameters = read("parameters.json");
const references = read("reference-rates.json");
const known = records(VECTORS);
const terms = (name) => new Map(parameters.terms[name].map((term) => [term.id, term]));
const numbers = (value) => (Array.isArray(value) ? value.map(numbers) : Number(value));
const rateText = (units) => (units === null ? null : String(new decimals.Rate(units)));
const loan = ([amount, rate, months, method]) => arithmetic.schedule(BigInt(amount), BigInt(rate), months, method);

function places(provisions, some) {
  return some.map((one) => provisions.indexOf(one));
}

const RUN = {
  scaled([value, digits]) {
    try {
      return String(decimals.scaled(value, digits));
    } catch (fault) {
      return { fault: fault.message };
    }
  },
  plain: ([units, digits]) => decimals.plain(BigInt(units), digits),
  yuan: ([fen]) => decimals.yuan(BigInt(fen)),
  spoken_money: ([fen]) => decimals.spokenMoney(BigInt(fen)),
  level_payment: ([amount, rate, months]) => Number(arithmetic.levelPayment(BigInt(amount), BigInt(rate), months)),
  schedule: (asked) => loan(asked).map((row) => numbers([row.principal, row.interest, row.balance])),
  schedule_figures(asked) {
    const rows = loan(asked);
    return { payments: rows.map((row) => Number(row.payment)), interest: rows.reduce((sum, row) => sum + Number(row.interest), 0) };
  },
  instalments: ([months, payment]) => arithmetic.instalments(months, payment),
  annualised(flows) {
    const found = costs.irr.annualised(flows.map(BigInt));
    return found.reason || [rateText(found.simple), rateText(found.compound)];
  },
  lookup(asked) {
    const found = costs.reference.lookup(references, ...asked);
    return found.code || [found.tenor, String(decimals.Rate.of(found.value)), found.begins];
  },
  match({ provisions, borrower, groups, route, months, yuan, soft }) {
    const situation = {
      distance: costs.matching.distances(borrower, terms("borrower")),
      groups: new Set(groups), route, months, yuan: decimals.number(yuan),
    };
    const found = costs.matching.match(provisions, situation, soft);
    return {
      chosen: found.chosen && provisions.indexOf(found.chosen),
      added: places(provisions, found.added),
      rivals: places(provisions, found.rivals),
      unanswered: places(provisions, found.unanswered),
      untold: places(provisions, found.untold),
    };
  },
  parse: (raw) => costs.request.parse(raw, terms("borrower"), terms("group")).faults.map(([code]) => code),
  quote({ scheme, request }) {
    const response = costs.quote(request, read(`schemes/${scheme}.json`), parameters, references);
    const plain = JSON.parse(JSON.stringify(response, (_, value) => (value instanceof decimals.Rate ? String(value) : value)));
    return { ...plain, codes: plain.checks.map((check) => `${check.level} ${check.code}`) };
  },
  batch(line) {
    return costs.write(answer(Buffer.from(line), costs, known));
  },
};

/** What was found, reduced to what is expected; lists by 1-based place where the expectation is an object. */
function partOf(found, expected) {
  if (expected === null || typeof expected !== "object" || Array.isArray(expected)) return found;
  if (found === null || typeof found !== "object") return found;
  return Object.fromEntries(
    Object.entries(expected).map(([key, item]) => [key, partOf(Array.isArray(found) ? found[Number(key) - 1] : found[key], item)]),
  );
}

for (const name of FILES) {
  for (const group of read(`${name}.json`)) {
    for (const { description, input, expected } of group.tests) {
      test(`${name}: ${description}`, () => assert.deepStrictEqual(partOf(RUN[group.function](input), expected), expected));
    }
  }
}

test("halves are rounded away from zero", () => {
  const cases = [[1n, 2n, 1n], [-1n, 2n, -1n], [1n, -2n, -1n], [3n, 2n, 2n], [-3n, 2n, -2n], [1n, 3n, 0n], [-1n, 3n, 0n], [0n, 5n, 0n]];
  for (const [numerator, denominator, expected] of cases) {
    assert.strictEqual(quantities.divideHalfUp(numerator, denominator), expected);
  }
});

test("a value that has no place in a response is refused", () => {
  for (const value of [undefined, 1.5, 1n, () => 0, Symbol("x"), NaN]) assert.throws(() => costs.write({ value }), TypeError);
});

test("loading the scripts adds nothing but Atlas to the global object", () => {
  const script = `const before = new Set(Object.getOwnPropertyNames(globalThis));
    require(${JSON.stringify(path.join(__dirname, "load.cjs"))}).load();
    console.log(Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name)).join());`;
  assert.strictEqual(spawnSync(process.execPath, ["-e", script]).stdout.toString().trim(), "Atlas");
});
