// A small catalogue for the tests of the comparison, written so that a person can read it.
"use strict";
const { load } = require("./load.cjs");

const Atlas = load([
  "quantities", "costs_figures", "costs_scheme", "compare_data", "compare_rates", "compare_model", "compare_find", "compare_quantity",
  "compare_filter", "compare_state", "compare_view", "compare_take", "zip", "spreadsheet_text", "export_text", "export_xlsx", "compare_brief",
]);

const STATES = ["stated", "delegated", "silent", "unread", "not_applicable"];
const LABELS = ["已载明", "另行约定", "未规定", "未见原文", "不适用"];
const FACETS = ["性质", "约数", "参考利率", "期限档", "算法", "基数", "计时单位", "口径日期"];
const LPR = [["2019-08-20", 0.0425], ["2022-08-22", 0.0365], ["2025-05-20", 0.03]];
const BENCHMARK = [["2014-11-22", 0.056], ["2015-10-24", 0.0435]];

const series = (label, rows, last_confirmed) => ({
  label, tenors: { "1y": "一年期", "5y": "五年期" }, last_confirmed, rows: rows.map(([from, value]) => ({ from, values: { "1y": value, "5y": value } })),
});

/** A provision: words, and what a figure rests on. */
function says(text, { number = null, unit = 0, when = "", state = "stated", adds = false, footing = {}, formula = null, marks = [], short = text } = {}) {
  return { text, number, unit, when, state, adds, footing, formula, marks, short };
}

const silent = { state: "silent", provisions: [] };
const unread = { state: "unread", provisions: [] };
const cap = (text, number, unit, more = {}) => says(text, { number, unit, ...more, footing: { 性质: "上限", ...more.footing } });

/**
 * The raw data of a page.
 * @param {Record<string, any>[]} schemes  id, place, province, year and so on; `cells`: parameter → provisions, a cell, or nothing for unread
 */
function raw(schemes) {
  const words = [""], cells = [], keys = [];
  const pooled = (list, value) => {
    const text = JSON.stringify(value);
    const at = list.findIndex((one) => JSON.stringify(one) === text);
    return at >= 0 ? at : list.push(value) - 1;
  };
  const parameters = [
    ["loan_amount_cap", 0, "贷款额度上限", "money", "yuan", 1, 0, ["额度"]],
    ["loan_term_max", 0, "最长贷款期限", "duration", "months", 1, 0, ["期限"]],
    ["loan_rate_cap", 0, "贷款利率上限", "rate_formula", "fraction", -1, "0.0005", []],
    ["premium_rate_cap", 1, "保险费率上限", "charge", "fraction", -1, "0.0005", []],
    ["premium_rate_fixed", 1, "固定保险费率", "charge", "fraction", -1, "0.0005", []],
    ["enhancement_routes", 1, "增信方式", "terms", "none", 0, 0, []],
    ["borrower_classes", 2, "借款人类别", "terms", "none", 0, 0, []],
    ["key_support_groups", 2, "重点支持对象", "terms", "none", 0, 0, []],
    ["government_compensation", 2, "政府风险补偿", "compensation", "fraction", 0, 0, ["政府补偿"]],
    ["fraud_handling", 2, "弄虚作假的处理", "text", "none", 0, 0, []],
  ];
  const provision = (p) => [
    STATES.indexOf(p.state), pooled(words, p.when), pooled(words, p.text), pooled(words, p.short), p.adds ? 1 : 0,
    p.marks.map((mark) => pooled(words, mark)), p.number, p.unit,
    Object.entries(p.footing).flatMap(([side, word]) => [FACETS.indexOf(side), pooled(words, word)]), p.formula,
  ];
  const cell = (given) => {
    const value = Array.isArray(given) ? { state: given[0].state, provisions: given } : given || unread;
    const bare = value.provisions.map((p) => ({ ...p, number: null, text: "", short: "" }));
    const sort = value.sort ?? (value.provisions.length === 1 ? value.provisions[0].number : null);
    return [STATES.indexOf(value.state), 0, pooled(keys, [value.state, value.provisions]), pooled(keys, ["bare", bare]), sort, 0, value.provisions.map(provision)];
  };
  return {
    as_of: "2026-11-20", states: STATES.map((id, at) => [id, LABELS[at]]), facets: FACETS, undated: 7,
    groups: [["loan", "贷款规定"], ["enhancement", "增信安排"], ["other", "其他"]], parameters,
    concepts: [["premium_rate", "保险费率（上限或固定）", ["保费率", "保费"], ["premium_rate_cap", "premium_rate_fixed"]]],
    key: ["loan_amount_cap", "loan_rate_cap", "premium_rate_cap"], start: schemes.slice(0, 2).map((scheme) => scheme.id),
    terms: {
      borrower: [["enterprise", "企业", []], ["micro_small_enterprise", "小微企业", ["enterprise"]], ["sole_trader", "个体工商户", []]],
      group: [["first_time_borrower", "首贷户", []]], route: [["insurance", "保证保险", []], ["guarantee", "融资担保", []]],
    },
    labels: { lifecycle: { in_force: "现行有效", expired: "已到期" }, product_kind: { guarantee_insurance: "贷款保证保险" } },
    series: { lpr: series("贷款市场报价利率（LPR）", LPR, "2026-08-20"), pbc_benchmark: series("人民币贷款基准利率", BENCHMARK, null) },
    schemes: schemes.map((s) => [
      s.id, s.name || `${s.place}试点`, s.place, s.code || s.place, s.province, s.year, s.status || "in_force", "guarantee_insurance",
      s.stated || 3, s.routes || [], s.classes || [], s.groups || {},
    ]),
    table: parameters.map(([id]) => schemes.map((s) => pooled(cells, cell(s.cells[id])))),
    words, cells,
  };
}

const LPR_150 = says("不超过同期限LPR加150个基点", {
  number: 150, unit: "basis_points", formula: { reference: "lpr", tenor: "same_term", add_bp: 150 },
  footing: { 性质: "上限", 参考利率: "LPR", 期限档: "同期限", 算法: "加基点" },
});
const BENCHMARK_130 = says("不超过同期限基准利率上浮30%", {
  number: 1.3, unit: "factor", formula: { reference: "pbc_benchmark", tenor: "same_term", multiplier: 1.3 },
  footing: { 性质: "上限", 参考利率: "基准利率", 期限档: "同期限", 算法: "上浮" },
});

const SCHEMES = [
  {
    id: "foshan-2022", place: "佛山市", province: "广东省", year: 2022, routes: ["insurance"], classes: ["enterprise", "sole_trader"],
    groups: { first_time_borrower: ["government_compensation"] },
    cells: {
      loan_amount_cap: [cap("不超过1000万元", 10000000, "yuan", { when: "借款人为企业" }), cap("不超过300万元", 3000000, "yuan", { when: "借款人为个体工商户" })],
      loan_term_max: [cap("不超过3年", 36, "months", { footing: { 计时单位: "自然日" } })],
      loan_rate_cap: [LPR_150],
      premium_rate_cap: [cap("不超过1%", 0.01, "fraction", { footing: { 基数: "贷款本金" } })],
      enhancement_routes: [says("保证保险")], borrower_classes: [says("企业、个体工商户")],
      government_compensation: [says("补偿贷款本金损失的45%", { number: 0.45, unit: "fraction", when: "首贷户" })],
      fraud_handling: silent,
    },
  },
  {
    id: "shandong-2015", place: "山东省", province: "山东省", year: 2015, status: "expired", routes: ["insurance"], classes: ["micro_small_enterprise"],
    cells: {
      loan_amount_cap: [cap("不超过500万元", 5000000, "yuan", { when: "借款人为企业" })],
      loan_term_max: [cap("不超过1年", 12, "months", { footing: { 计时单位: "自然日" } })],
      loan_rate_cap: [BENCHMARK_130],
      premium_rate_cap: [cap("不超过贷款本息的3%", 0.03, "fraction", { footing: { 基数: "贷款本息" } })],
      premium_rate_fixed: [says("由金融机构确定", { state: "delegated", short: "由金融机构确定" })],
      enhancement_routes: [says("保证保险")], borrower_classes: [says("小微企业")], government_compensation: silent, fraud_handling: [says("移送司法")],
    },
  },
  {
    id: "shenzhen-2018", place: "深圳市", province: "广东省", year: 2018, routes: ["insurance"],
    cells: {
      loan_amount_cap: [cap("不超过500万元", 5000000, "yuan")], loan_rate_cap: [LPR_150],
      premium_rate_cap: [cap("不超过贷款本金的3%", 0.03, "fraction", { footing: { 基数: "贷款本金" } })],
      enhancement_routes: [says("保证保险")], fraud_handling: [says("移送司法")],
    },
  },
  { id: "nanjing-2019", place: "南京市", province: "江苏省", year: 2019, routes: ["guarantee"], cells: { premium_rate_fixed: [says("固定为2%", { number: 0.02, unit: "fraction" })] } },
  { id: "place-undated", place: "隆化县", province: "河北省", year: 0, cells: {} },
];

const catalogue = (schemes = SCHEMES) => new Atlas.compare.data.Catalogue(raw(schemes));

module.exports = { Atlas, SCHEMES, cap, catalogue, raw, says, silent, unread };
