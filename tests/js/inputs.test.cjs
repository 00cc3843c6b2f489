// What people type, read by the code of the pages: the plain value, or the sentence that says what is wrong.
"use strict";
const assert = require("node:assert");
const { test } = require("node:test");
const { load } = require("./load.cjs");

const { inputs } = load(["quantities", "costs_figures", "costs_scheme", "inputs"]);
const READ = {
  money: {
    "300000": "300000", "300,000": "300000", "30万": "300000", "30 万元": "300000", "1.5万": "15000", "¥1,234.50": "1234.5", "３０００００": "300000",
    "　300000　": "300000", "1亿元": "100000000", "0.01": "0.01", "100000000.00": "100000000",
  },
  months: { "12": "12", "１２": "12", "12个月": "12", "36期": "36", "1年": "12", "1.5年": "18", "10年": "120" },
  rate: { "6.09%": "0.0609", "６．０９％": "0.0609", "4.35": "0.0435", "0.0001": "0.000001", "100%": "1", "0": "0" },
  day: { "2018-07-02": "2018-07-02", "2018/7/2": "2018-07-02", "2018年7月2日": "2018-07-02", "20180702": "2018-07-02", "2024-02-29": "2024-02-29" },
  month: { "6": "6", "第6个月": "6", "0": "0", "120": "120" },
};
const REFUSED = {
  money: {
    "": "请填金额", "三十万": "写成300000", "一百二十三万四千元": "写成1234000", "-300000": "负数", "300000,50": "看不懂", "3e5": "看不懂", "0x10": "看不懂",
    "300_000": "看不懂", "٣٠٠٠٠٠": "看不懂", "1.2.3": "看不懂", Infinity: "看不懂", "300000.123": "两位小数", "0": "0.01元至1亿元", "1.01亿": "0.01元至1亿元",
    [`300000${" ".repeat(300)}9`]: "看不懂", ["9".repeat(5000)]: "看不懂",
  },
  months: { "": "请填期限", 一年: "写成1年", 半年: "写成6个月", "-12": "负数", "0": "1至120", "121": "1至120", "1.55年": "整月数", "1.5": "整月数" },
  rate: { "-4.35": "负数", "1000%": "0至100%", "6.0912345": "六位小数", LPR: "看不懂" },
  day: { "": "请填日期", "2022-02-30": "没有", "2023-02-29": "没有", "2018-13-01": "没有", 明天: "看不懂" },
  month: { "121": "0至120", "1.5": "整数", abc: "看不懂" },
};

for (const [kind, cases] of Object.entries(READ)) {
  for (const [text, value] of Object.entries(cases)) test(`${kind}: ${text} is ${value}`, () => assert.deepStrictEqual(inputs[kind](text), { value }));
}
for (const [kind, cases] of Object.entries(REFUSED)) {
  for (const [text, words] of Object.entries(cases)) {
    test(`${kind}: ${text.slice(0, 20)} is refused`, () => {
      const { value, fault } = inputs[kind](text);
      assert.strictEqual(value, undefined);
      assert.ok(fault.includes(words), fault);
    });
  }
}
test("what is refused is never shown at length", () => assert.ok(inputs.money("x".repeat(5000)).fault.length < 60));
