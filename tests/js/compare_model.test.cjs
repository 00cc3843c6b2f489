"use strict";
const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const test = require("node:test");
const { Atlas, SCHEMES, cap, catalogue, says } = require("./compare_fixture.cjs");

const { differ, standing, disagreements, favourable, favourableOnDay, warnings } = Atlas.compare.model;
const VECTORS = JSON.parse(fs.readFileSync(path.join(__dirname, "..", "vectors", "comparison.json"), "utf8"));

const cellsOf = (known, id, ...schemes) => schemes.map((scheme) => known.cell(known.parameter.get(id), known.scheme.get(scheme)));
const best = (known, id, ...schemes) => favourable(known.parameter.get(id), cellsOf(known, id, ...schemes), known.dated);
const texts = (set) => [...set].map((provision) => provision.text);

for (const { name, tolerance, one, other, differ: expected } of VECTORS) {
  test(`material difference, as in Python: ${name}`, () => {
    assert.strictEqual(differ(one.compact, other.compact, tolerance), expected);
    assert.strictEqual(differ(other.compact, one.compact, tolerance), expected);
  });
}

test("a row differs only where what has been read differs", () => {
  const known = catalogue();
  const of = (id, ...schemes) => standing(cellsOf(known, id, ...schemes), known.parameter.get(id).tolerance);
  assert.strictEqual(of("enhancement_routes", "foshan-2022", "shandong-2015"), "same");
  assert.strictEqual(of("enhancement_routes", "foshan-2022", "place-undated"), "open");
  assert.strictEqual(of("fraud_handling", "foshan-2022", "shandong-2015"), "differs");
  assert.strictEqual(of("fraud_handling", "foshan-2022", "place-undated"), "nothing");
});

test("the kindest and the least kind are named where the figures have one footing", () => {
  const known = catalogue();
  const found = best(known, "loan_term_max", "foshan-2022", "shandong-2015");
  assert.deepStrictEqual([texts(found.best), texts(found.worst), found.reason], [["不超过3年"], ["不超过1年"], ""]);
});

test("lower is kinder where the vocabulary says so", () => {
  const found = best(catalogue(), "premium_rate_cap", "foshan-2022", "shenzhen-2018");
  assert.deepStrictEqual([texts(found.best), texts(found.worst)], [["不超过1%"], ["不超过贷款本金的3%"]]);
});

test("figures on different bases are not set against each other, and the base is named", () => {
  const found = best(catalogue(), "premium_rate_cap", "foshan-2022", "shandong-2015");
  assert.deepStrictEqual([found.best.size, found.worst.size], [0, 0]);
  assert.match(found.reason, /基数.*不能直接比/);
});

test("only a case that every scheme has is compared", () => {
  const known = catalogue();
  const found = best(known, "loan_amount_cap", "foshan-2022", "shandong-2015");
  assert.deepStrictEqual(texts(found.best), ["不超过1000万元"]);
  const none = best(known, "loan_amount_cap", "foshan-2022", "shenzhen-2018");
  assert.deepStrictEqual([none.best.size, none.reason], [0, "各方案分的情形不同，不能直接比"]);
});

test("ties share a mark, equal figures have none", () => {
  const schemes = (...figures) => figures.map((months, at) => ({ ...SCHEMES[0], id: `x-${at}`, cells: { loan_term_max: [cap(`${months}个月之${at}`, months, "months")] } }));
  const tie = best(catalogue(schemes(12, 36, 36)), "loan_term_max", "x-0", "x-1", "x-2");
  assert.deepStrictEqual([texts(tie.best), texts(tie.worst)], [["36个月之1", "36个月之2"], ["12个月之0"]]);
  const equal = best(catalogue(schemes(12, 12)), "loan_term_max", "x-0", "x-1");
  assert.deepStrictEqual([equal.best.size, equal.worst.size, equal.reason], [0, 0, ""]);
});

test("a usual figure and a cap, an observed one and a cap are no rivals", () => {
  const of = (...words) => words.map((word, at) => ({ ...SCHEMES[0], id: `x-${at}`, cells: { loan_term_max: [says(`${at}`, { number: 12 + at, unit: "months", footing: { 性质: word } })] } }));
  for (const word of ["一般", "实际水平", "原则上"]) {
    const found = best(catalogue(of("上限", word)), "loan_term_max", "x-0", "x-1");
    assert.strictEqual(found.best.size, 0);
    assert.match(found.reason, /性质/);
  }
});

test("a row without a direction has no marks", () => {
  assert.strictEqual(best(catalogue(), "government_compensation", "foshan-2022", "shandong-2015").best.size, 0);
});

test("a cell says on what side it is unlike the others, once the sides that follow are left out", () => {
  const known = catalogue();
  const cells = cellsOf(known, "loan_rate_cap", "foshan-2022", "shandong-2015");
  const sides = disagreements(cells);
  assert.deepStrictEqual(warnings(cells[0].provisions[0], sides), ["LPR"]);
  assert.deepStrictEqual(warnings(cells[1].provisions[0], sides), ["基准利率"]);
});

test("a rate that is no longer quoted is not set against one that is", () => {
  const reading = (n, stopped) => ({ rate: { n: BigInt(n), d: 100n }, stopped });
  const mixed = favourableOnDay([reading(4, false), reading(6, true)], -1);
  assert.deepStrictEqual([mixed.best.size, mixed.reason], [0, "有的参考利率在这一天已不再公布，不能直接比"]);
  const [low, high] = [reading(4, false), reading(6, false)];
  const found = favourableOnDay([low, high, null], -1);
  assert.deepStrictEqual([[...found.best], [...found.worst]], [[low], [high]]);
  assert.strictEqual(favourableOnDay([low, { rate: null }], -1).best.size, 0);
});
