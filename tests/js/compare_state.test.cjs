"use strict";
const assert = require("node:assert");
const test = require("node:test");
const { Atlas, catalogue } = require("./compare_fixture.cjs");

const { format, initial, moved, parse } = Atlas.compare.state;
const known = catalogue();

test("an empty address asks for nothing and shows the best documented", () => {
  const { state, notes, asked, added } = parse("", known);
  assert.deepStrictEqual([state, notes, asked, added], [initial(known), [], false, ""]);
  assert.deepStrictEqual(state.schemes, ["foshan-2022", "shandong-2015"]);
});

test("what is written into the address is read back the same", () => {
  const state = {
    ...initial(known), schemes: ["shenzhen-2018", "foshan-2022"], rows: ["premium_rate_cap", "loan_amount_cap"], differences: true, marks: false,
    collapsed: ["loan"], day: "2022-08-29", months: 36, view: "brief",
    conditions: [
      { type: "number", target: "premium_rate", op: "le", value: "0.02" }, { type: "state", target: "government_compensation", is: "stated" },
      { type: "group", id: "first_time_borrower" },
    ],
  };
  const { state: again, notes } = parse(format(state, known), known);
  assert.deepStrictEqual(again, state);
  assert.deepStrictEqual(notes, []);
});

test("all schemes are one word in the address, and no scheme is an address too", () => {
  const all = { ...initial(known), schemes: known.schemes.map((scheme) => scheme.id) };
  assert.strictEqual(format(all, known), "#s=all");
  assert.deepStrictEqual(parse("#s=all", known).state.schemes, all.schemes);
  assert.deepStrictEqual(parse(format({ ...all, schemes: [] }, known), known).state.schemes, []);
});

test("an unknown scheme is left out and told of, a repeated one counts once", () => {
  const { state, notes } = parse("#s=foshan-2022,nowhere-2020,foshan-2022,shandong-2015", known);
  assert.deepStrictEqual(state.schemes, ["foshan-2022", "shandong-2015"]);
  assert.deepStrictEqual(notes, ["地址里有1个方案不在图谱里，没有采用"]);
});

test("nothing but what the atlas knows comes out of a hostile address", () => {
  const hostile = [
    "#s=__proto__", "#s=constructor,toString", "#s=<img src=x onerror=alert(1)>", "#s=%3Cscript%3E", "#s=%E0%A4%A", "#r=__proto__", "#r=hasOwnProperty",
    "#n=2022-02-30", "#n=2022-13-01", "#n=javascript:alert(1)", "#t=1e309", "#t=0x10", "#d=true", "#v=__proto__", "#g=__proto__",
    "#f=number:__proto__:le:1", "#f=number:premium_rate:constructor:1", "#f=number:premium_rate:le:1e309", "#f=number:premium_rate:le:NaN",
    "#f=group:__proto__", "#f=__proto__:x", "#f=state:premium_rate:toString", "#f=number:premium_rate:le:0.02:x", "#a=__proto__", "#a=..%2F..%2Fetc%2Fpasswd",
    "#__proto__", "#__proto__.polluted=1", "#constructor[prototype][polluted]=1", "#state=%7B%22__proto__%22%3A1%7D", "#?policy=toString", "#a[b='c",
    `#s=${"a".repeat(20000)}`, `#${"s=foshan-2022&".repeat(2000)}`, "#=&=&&&==", "#s",
  ];
  for (const hash of hostile) {
    const { state, added } = parse(hash, known);
    const usual = initial(known);
    assert.deepStrictEqual({ ...state, schemes: usual.schemes }, usual, hash);
    assert.ok(state.schemes.every((id) => known.scheme.has(id)), hash);
    assert.strictEqual(added, "", hash);
  }
  assert.strictEqual({}.polluted, undefined);
});

test("an address that is too long is not read at all", () => {
  const { notes, asked } = parse(`#d=1&s=${"a".repeat(20000)}`, known);
  assert.deepStrictEqual([notes, asked], [["地址过长，没有采用"], false]);
});

test("the first of two fields with one name counts", () => {
  assert.strictEqual(parse("#d=1&d=x&d=0", known).state.differences, true);
});

test("a scheme to be added is told apart from a state", () => {
  const { added, asked } = parse("#a=foshan-2022", known);
  assert.deepStrictEqual([added, asked], ["foshan-2022", false]);
});

test("moving goes one place and stops at the ends", () => {
  assert.deepStrictEqual(moved(["a", "b", "c"], "c", -1), ["a", "c", "b"]);
  assert.deepStrictEqual(moved(["a", "b", "c"], "a", -1), ["a", "b", "c"]);
  assert.deepStrictEqual(moved(["a", "b", "c"], "a", 2), ["b", "c", "a"]);
  assert.deepStrictEqual(moved(["a"], "x", 1), ["a"]);
});
