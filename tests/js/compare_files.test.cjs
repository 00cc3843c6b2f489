"use strict";
const assert = require("node:assert");
const test = require("node:test");
const { Atlas, SCHEMES, cap, catalogue, says } = require("./compare_fixture.cjs");

const { initial } = Atlas.compare.state;
const { Viewer } = Atlas.compare.view;
const { take } = Atlas.compare.take;
const { csv, json, markdown, safe } = Atlas.exportText;
const { comparison, columnName, escaped } = Atlas.exportXlsx;
const { stored, crc32 } = Atlas.zip;

const EVIL = "=HYPERLINK(\"http://x\")|<b>*重点*</b>,\"引号\"\n第二行";
const evil = { ...SCHEMES[0], id: "evil-2020", place: "@某市", name: "+坏名", cells: { fraud_handling: [says(EVIL)], loan_term_max: [cap("不超过3年", 36, "months")] } };
const known = catalogue([...SCHEMES, evil]);
const EVIDENCE = new Map([
  ["foshan-2022", {
    sources: [["source-jiedu", "《细则》政策解读", "interpretation", "官方解读", "某局", "2022年", "政策解读", "https://www.example.cn/a", "全文已读"]],
    checks: [["archive", "已在存档文本中逐字找到"]],
    cells: { loan_term_max: [[[[["最长不超过3年", "三（三）", 0, "", 0]], ["编者说明"], 0]], -1] },
  }],
]);
const taken = (schemes, more = {}) => {
  const state = { ...initial(known), schemes, ...more };
  return take(known, new Viewer(known).view(state), state, "https://example.cn/compare.html#s=a", EVIDENCE);
};

/** The entries of an archive without compression, checked as they are read. */
function unzipped(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const found = new Map();
  let at = 0;
  while (view.getUint32(at, true) === 0x04034b50) {
    const [crc, size, name] = [view.getUint32(at + 14, true), view.getUint32(at + 18, true), view.getUint16(at + 26, true)];
    const title = new TextDecoder().decode(bytes.subarray(at + 30, at + 30 + name));
    const data = bytes.subarray(at + 30 + name, at + 30 + name + size);
    assert.strictEqual(crc32(data), crc, title);
    found.set(title, new TextDecoder("utf-8", { fatal: true }).decode(data));
    at += 30 + name + size;
  }
  return found;
}

test("the checksum is that of ISO 3309", () => assert.strictEqual(crc32(new TextEncoder().encode("123456789")), 0xcbf43926));

test("an archive holds its entries and the same entries give the same bytes", () => {
  const make = () => stored([["一.txt", "贷款"], ["b", new Uint8Array([0, 255])]]);
  assert.deepStrictEqual(make(), make());
  assert.strictEqual(unzipped(stored([["一.txt", "贷款"]])).get("一.txt"), "贷款");
});

test("a spreadsheet takes no text for a formula", () => {
  for (const start of ["=", "+", "-", "@", "\t", "\r", "\n"]) assert.strictEqual(safe(`${start}1`), `'${start}1`);
  assert.strictEqual(safe("不超过1%"), "不超过1%");
  const lines = csv(taken(["foshan-2022", "evil-2020"]));
  assert.ok(lines.startsWith("\ufeff分组,参数,单位,佛山市2022年,'@某市2022年\r\n"));
  assert.ok(!/(^|[,\r\n])"?[=+@-]/.test(lines), "a field begins like a formula");
  assert.ok(lines.includes(`"'=HYPERLINK(""http://x"")|<b>*重点*</b>,""引号""\n第二行"`));
});

test("text is never a formula in a workbook and numbers are numbers with their unit in the row's name", () => {
  const files = unzipped(comparison(taken(["foshan-2022", "evil-2020"])));
  const sheet = files.get("xl/worksheets/sheet1.xml");
  assert.ok(!sheet.includes("<f>") && !sheet.includes("<f "));
  assert.match(sheet, /最长贷款期限（个月）/);
  assert.match(sheet, /<v>36<\/v>/);
  assert.match(sheet, /=HYPERLINK\(&quot;http/);
  assert.match(sheet, /state="frozen"/);
  assert.match(files.get("xl/worksheets/sheet2.xml"), /最长不超过3年/);
  assert.match(files.get("xl/workbook.xml"), /name="依据与来源"/);
  assert.match(files.get("docProps/core.xml"), /2026-11-20T00:00:00Z/);
});

test("the same view gives the same workbook", () => {
  assert.deepStrictEqual(comparison(taken(["foshan-2022", "shandong-2015"])), comparison(taken(["foshan-2022", "shandong-2015"])));
});

test("what XML cannot hold is left out, and what Excel would decode stays as it is written", () => {
  assert.strictEqual(escaped("a\u0000b\ud800c<&>\"_x0041_"), "abc&lt;&amp;&gt;&quot;_x005F_x0041_");
  assert.deepStrictEqual([0, 25, 26, 701, 702].map(columnName), ["A", "Z", "AA", "ZZ", "AAA"]);
});

test("Markdown marks in data are plain text, and notes are numbered", () => {
  const text = markdown(taken(["foshan-2022", "evil-2020"]));
  assert.ok(!text.includes("<b>") && text.includes("\\<b\\>\\*重点\\*\\</b\\>"));
  assert.ok(text.includes("不超过3年[1]"));
  assert.ok(text.includes("- [1] 最长贷款期限：三（三） 「最长不超过3年」编者说明。"), text);
});

test("JSON gives each cell its number and its evidence", () => {
  const value = JSON.parse(json(taken(["foshan-2022", "shandong-2015"])));
  const row = value.rows.find((one) => one.parameter === "loan_term_max");
  assert.deepStrictEqual(row.cells[0], { scheme: "foshan-2022", text: "不超过3年", number: 36, evidence: [{ phrase: "最长不超过3年", locator: "三（三）", source: "《细则》政策解读" }] });
  assert.deepStrictEqual([row.cells[1].number, row.cells[1].evidence], [12, []]);
});

test("a figure that holds in one case only is not given as the cell's number", () => {
  const row = taken(["shandong-2015", "shenzhen-2018"]).rows.find((one) => one.id === "loan_amount_cap");
  assert.deepStrictEqual(row.cells.map((cell) => cell.number), [null, 5000000]);
});

test("a row of which nobody says anything is left out, unless it was asked for", () => {
  const { rows } = taken(["foshan-2022", "place-undated"]);
  assert.ok(!rows.some((row) => row.id === "fraud_handling"));
  assert.deepStrictEqual(taken(["foshan-2022", "place-undated"], { rows: ["fraud_handling"] }).rows.map((row) => row.id), ["fraud_handling"]);
});

test("another day gives another reading of the same choice", () => {
  const viewer = new Viewer(known);
  const on = (day) => viewer.view({ ...initial(known), day }).groups[0].rows.find((row) => row.kind === "day").readings[0][0].text;
  assert.deepStrictEqual([on("2026-08-01"), on("2022-08-22"), on("2026-08-01")], ["4.5%", "5.15%", "4.5%"]);
});

test("the reading on one day is a row of its own with real numbers", () => {
  const { rows } = taken(["foshan-2022", "shandong-2015"], { day: "2026-08-01" });
  const [document, day] = rows.filter((row) => row.id === "loan_rate_cap");
  assert.deepStrictEqual(document.cells.map((cell) => cell.number), [null, null]);
  assert.deepStrictEqual(day.cells.map((cell) => cell.number), [0.045, 0.05655]);
  assert.match(day.label, /归一口径（2026年8月1日，1年期）/);
});

test("the briefing names differences, ranges and what cannot be judged", () => {
  const state = { ...initial(known), schemes: ["foshan-2022", "shandong-2015", "shenzhen-2018"] };
  const { sections, taken: noted } = Atlas.compare.brief.brief(known, new Viewer(known), state, "x", EVIDENCE);
  const titles = sections.map((section) => section.title);
  assert.deepStrictEqual(titles, ["比较范围", "主要差别", "数值范围", "相同与不能判断的项目", "口径说明"]);
  assert.deepStrictEqual(sections[1].blocks[0].rows.map(([first]) => first.text.slice(0, 6)), ["贷款额度上限", "贷款利率上限", "贷款利率上限", "保险费率上限"]);
  const premium = sections[2].blocks[0].rows.find(([first]) => first.text === "保险费率上限");
  assert.deepStrictEqual(premium.slice(1, 4).map((cell) => cell.text), ["3", "不超过1%（佛山市2022年）", "不超过贷款本金的3%（山东省2015年、深圳市2018年）"]);
  assert.match(premium[4].text, /基数.*不能直接比/);
  assert.deepStrictEqual(sections[3].blocks.map((block) => block.text.slice(0, 12)), ["1项相同：增信方式。", "1项不能判断（读到的部分", "1项各方案都没有写明：重"]);
  assert.strictEqual(noted.notes.length, 0);
});

test("the same places in one comparison are told apart", () => {
  const twins = catalogue([SCHEMES[0], { ...SCHEMES[0], id: "foshan-2022-b", name: "另一份" }]);
  assert.deepStrictEqual(Atlas.compare.take.headings(twins.schemes), ["佛山市2022年 佛山市试点", "佛山市2022年 另一份"]);
});
