"use strict";
const assert = require("node:assert");
const test = require("node:test");
const { Atlas, SCHEMES, cap, catalogue } = require("./compare_fixture.cjs");

const { judge, matches, parse, sentence } = Atlas.compare.filter;
const { read, spoken } = Atlas.compare.quantity;
const { search, similar } = Atlas.compare.find;
const known = catalogue();
const ON = { day: "2026-08-01", months: 12 };

const said = (text) => {
  const { condition, problem } = parse(known, text);
  return condition ? sentence(known, condition) : problem;
};
const verdict = (text, scheme) => {
  const { verdict: one, why } = judge(known, known.scheme.get(scheme), parse(known, text).condition, ON);
  return [one, why];
};

test("quantities are read with the units people type", () => {
  const cases = [
    ["2%", "fraction", "0.02"], ["2.5％", "fraction", "0.025"], ["0.05%", "fraction", "0.0005"], ["100%", "fraction", "1"], ["300万", "yuan", "3000000"],
    ["300万元", "yuan", "3000000"], ["1.5亿", "yuan", "150000000"], ["3,000元", "yuan", "3000"], ["12个月", "months", "12"], ["3年", "months", "36"],
    ["10", "months", "10"], ["30天", "days", "30"], ["10个工作日", "days", "10"], ["33.3倍", "multiple", "33.3"],
  ];
  for (const [text, unit, value] of cases) assert.strictEqual(read(text, unit), value, text);
  for (const [text, unit] of [["2", "fraction"], ["300", "yuan"], ["1e9", "multiple"], ["-2%", "fraction"], ["二%", "fraction"], ["", "yuan"], ["NaN", "months"], ["0x10", "days"], ["2%", "none"], ["2%%", "fraction"]]) {
    assert.strictEqual(read(text, unit), null, text);
  }
});

test("what was read is said as people say it", () => {
  const cases = [["0.02", "fraction", "2%"], ["3000000", "yuan", "300万元"], ["150000000", "yuan", "15000万元"], ["100000000", "yuan", "1亿元"], ["36", "months", "3年"], ["6", "months", "6个月"]];
  for (const [value, unit, text] of cases) assert.strictEqual(spoken(value, unit), text);
});

test("plain words become a condition", () => {
  assert.strictEqual(said("保费率≤2%"), "保险费率（上限或固定）不超过2%");
  assert.strictEqual(said("保费率 不超过 2.5％"), "保险费率（上限或固定）不超过2.5%");
  assert.strictEqual(said("保费率<=2%"), "保险费率（上限或固定）不超过2%");
  assert.strictEqual(said("保费率<2%"), "保险费率（上限或固定）低于2%");
  assert.strictEqual(said("额度≥300万"), "贷款额度上限不低于300万元");
  assert.strictEqual(said("期限不低于1年"), "最长贷款期限不低于1年");
  assert.strictEqual(said("有政府补偿"), "有政府风险补偿的规定");
  assert.strictEqual(said("未规定政府补偿"), "未规定政府风险补偿");
  assert.strictEqual(said("固定保险费率另行约定"), "固定保险费率另行约定");
  assert.strictEqual(said("有首贷户优惠"), "有专门规定：首贷户");
  assert.strictEqual(said("个体工商户"), "面向个体工商户");
  assert.strictEqual(said("保证保险"), "走保证保险");
});

test("what cannot be read says what to write", () => {
  assert.match(said("保费率≤2"), /带上单位/);
  assert.match(said("弄虚作假的处理≤2%"), /不是数字/);
  assert.match(said("天气≤2%"), /认不出/);
  assert.match(said("天气"), /认不出/);
  assert.match(said(" "), /写一个条件/);
});

test("a scheme meets a figure, fails it, or has not been read", () => {
  assert.strictEqual(verdict("保费率≤2%", "foshan-2022")[0], "met");
  assert.strictEqual(verdict("保费率≤2%", "nanjing-2019")[0], "met");
  assert.deepStrictEqual(verdict("保费率≤2%", "shenzhen-2018"), ["not", "不超过贷款本金的3%"]);
  assert.deepStrictEqual(verdict("保费率≤2%", "place-undated"), ["unread", "未见原文"]);
});

test("a figure that holds in some cases only meets a condition in part", () => {
  assert.deepStrictEqual(verdict("额度≥500万", "foshan-2022"), ["some", "只有部分情形：借款人为企业：不超过1000万元"]);
});

test("what comes on top in a case of its own does not decide", () => {
  const premium = [cap("不超过1%", 0.01, "fraction"), cap("另加2%", 0.02, "fraction", { when: "首贷户", adds: true })];
  const one = catalogue([{ ...SCHEMES[0], cells: { premium_rate_cap: premium } }]);
  assert.strictEqual(judge(one, one.schemes[0], parse(one, "保费率≤1%").condition, ON).verdict, "met");
});

test("rate caps are judged on the chosen day", () => {
  assert.strictEqual(verdict("贷款利率上限≤5%", "foshan-2022")[0], "met");
  assert.match(verdict("贷款利率上限≤5%", "foshan-2022")[1], /4\.5%（LPR 一年期 3%/);
  const before = judge(known, known.scheme.get("foshan-2022"), parse(known, "贷款利率上限≤5%").condition, { day: "2022-08-01", months: 12 });
  assert.strictEqual(before.verdict, "not");
});

test("a rule that is there, one that is not there, and one that was left to others", () => {
  assert.strictEqual(verdict("有政府补偿", "foshan-2022")[0], "met");
  assert.deepStrictEqual(verdict("有政府补偿", "shandong-2015"), ["not", "未规定"]);
  assert.deepStrictEqual(verdict("有政府补偿", "shenzhen-2018"), ["unread", "未见原文"]);
  assert.strictEqual(verdict("未规定政府补偿", "shandong-2015")[0], "met");
  assert.strictEqual(verdict("固定保险费率另行约定", "shandong-2015")[0], "met");
});

test("a class meets what is said of a class above it", () => {
  assert.strictEqual(verdict("小微企业", "foshan-2022")[0], "met");
  assert.strictEqual(verdict("企业", "shandong-2015")[0], "not");
});

test("full matches come first, then partial ones with what is missing, and the rest is counted", () => {
  const conditions = ["保费率≤2%", "有政府补偿", "首贷户"].map((text) => parse(known, text).condition);
  const { full, partial, rest } = matches(known, conditions, ON);
  assert.deepStrictEqual(full.map(({ scheme }) => scheme.id), ["foshan-2022"]);
  assert.deepStrictEqual(partial.map(({ scheme, verdicts }) => [scheme.id, ...verdicts.map((one) => one.verdict)]), [["nanjing-2019", "met", "unread", "unread"]]);
  assert.strictEqual(rest, 3);
});

test("schemes are found by any part of place, province, name and year", () => {
  const ids = (query, only) => search(known, query, only).map((scheme) => scheme.id);
  assert.deepStrictEqual(ids("山"), ["foshan-2022", "shandong-2015"]);
  assert.deepStrictEqual(ids("广东 2018"), ["shenzhen-2018"]);
  assert.deepStrictEqual(ids("试点", { province: "广东省" }), ["foshan-2022", "shenzhen-2018"]);
  assert.deepStrictEqual(ids("", { status: "expired" }), ["shandong-2015"]);
  assert.deepStrictEqual(ids("<img>"), []);
});

test("like schemes are named with the reason", () => {
  const chosen = [known.scheme.get("foshan-2022")];
  const found = similar(known, chosen, ["province", "route", "era"], 9);
  assert.deepStrictEqual(found.map(({ scheme, reasons }) => [scheme.id, ...reasons]), [
    ["shenzhen-2018", "同省（广东）", "同为保证保险"], ["shandong-2015", "同为保证保险"],
  ]);
  assert.deepStrictEqual(similar(known, chosen, ["era"], 9).map(({ scheme }) => scheme.id), []);
  const undated = catalogue([{ ...SCHEMES[4], id: "a" }, { ...SCHEMES[4], id: "b" }]);
  assert.deepStrictEqual(similar(undated, [undated.schemes[0]], ["era"], 9), [], "two unknown years are not one era");
});
