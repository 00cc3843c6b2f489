"use strict";
const assert = require("node:assert");
const test = require("node:test");
const { Atlas, catalogue } = require("./compare_fixture.cjs");

const { isDay, normalised, spokenDay, spokenTerm } = Atlas.compare.rates;
const { rates } = catalogue();
const LPR = { reference: "lpr", tenor: "same_term", add_bp: 150 };
const BENCHMARK = { reference: "pbc_benchmark", tenor: "same_term", multiplier: 1.3 };

test("basis points are added to the rate in force on the day, exactly", () => {
  const { text, basis, warnings } = normalised(rates, LPR, "2026-08-01", 12);
  assert.deepStrictEqual([text, basis, warnings], ["4.5%", "LPR 一年期 3%（2025年5月20日起）", []]);
  assert.strictEqual(normalised(rates, LPR, "2022-08-22", 12).text, "5.15%");
  assert.strictEqual(normalised(rates, LPR, "2022-08-21", 12).text, "5.75%");
});

test("a markup multiplies the benchmark without a rounding of its own", () => {
  assert.strictEqual(normalised(rates, BENCHMARK, "2015-03-01", 12).text, "7.28%");
  assert.strictEqual(normalised(rates, BENCHMARK, "2018-07-02", 12).text, "5.655%");
});

test("a rate that is no longer quoted is used with a warning", () => {
  const { text, stopped, warnings } = normalised(rates, BENCHMARK, "2026-11-20", 12);
  assert.deepStrictEqual([text, stopped, warnings.length], ["5.655%", true, 1]);
});

test("a day before the series begins says so and gives no figure", () => {
  const { rate, text, basis } = normalised(rates, LPR, "2019-08-19", 12);
  assert.deepStrictEqual([rate, text, basis], [null, "", "LPR自2019年8月20日起才有数据"]);
});

test("an unstated tenor is never guessed", () => {
  const { rate, basis } = normalised(rates, { ...LPR, tenor: "unstated" }, "2026-08-01", 12);
  assert.deepStrictEqual([rate, basis], [null, "文件没有写参考利率的期限，不能换算"]);
});

test("a day after the last confirmed one is told", () => {
  assert.deepStrictEqual(normalised(rates, LPR, "2026-11-20", 12).warnings, ["这一利率只核对到2026年8月20日"]);
});

test("a fixed rate is the same on every day, and an unknown series gives nothing", () => {
  assert.strictEqual(normalised(rates, { fixed: 0.06 }, "1999-01-01", 12).text, "6%");
  assert.strictEqual(normalised(rates, { reference: "__proto__", tenor: "1y", add_bp: 0 }, "2026-01-01", 12).rate, null);
});

test("only days that exist are days", () => {
  for (const day of ["2024-02-29", "2026-11-20", "1999-12-31"]) assert.ok(isDay(day), day);
  for (const day of ["2023-02-29", "2026-11-31", "2026-1-1", "20261120", "", "2026-11-20x", "2126-11-20", "２０２６-11-20"]) assert.ok(!isDay(day), day);
});

test("days and terms are said as people say them", () => {
  assert.deepStrictEqual([spokenDay("2022-08-29"), spokenTerm(12), spokenTerm(6)], ["2022年8月29日", "1年", "6个月"]);
});
