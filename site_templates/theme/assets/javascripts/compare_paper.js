/* What is made for paper: the numbered notes after the table, and the benchmarking brief as an article of its own. */
(function (Atlas) {
  "use strict";
  const { el } = Atlas.compare.dom;
  const { headings, noteText, sourceText } = Atlas.compare.take;

  /** The notes of a view, by scheme: its sources, then what each number stands for. */
  function notes(taken) {
    const names = headings(taken.schemes);
    return [
      el("h2", {}, "来源与注"),
      ...taken.schemes.map((scheme, at) => {
        const sources = taken.sources.get(scheme);
        const own = taken.notes.filter((note) => note.scheme === scheme);
        return el("section.footnotes", {}, el("h3", {}, `${names[at]} ${scheme.name}`),
          ...sources.map((source) => el("p.footnotes__source", {}, sourceText(source))),
          own.length > 0 && el("ol.footnotes__list", { start: String(own[0].number) }, ...own.map((note) => el("li", { value: String(note.number) }, noteText(note, sources)))));
      }),
    ];
  }

  const marks = (numbers) => numbers.length > 0 && el("sup.note-marks", {}, numbers.join(" "));

  function lines(text) {
    return text.split("\n").flatMap((line, at) => (at ? [el("br"), line] : [line]));
  }

  function block(one) {
    if (one.kind === "text") return el("p", {}, one.text);
    if (one.kind === "list") return el("ul", {}, ...one.items.map((item) => el("li", {}, item)));
    return el("div.brief__scroll", { role: "region", "aria-label": "简报表格", tabindex: "0" }, el("table.brief__table", {},
      el("thead", {}, el("tr", {}, ...one.head.map((text) => el("th", { scope: "col" }, text)))),
      el("tbody", {}, ...one.rows.map(([first, ...rest]) => el("tr", {}, el("th", { scope: "row" }, first.text),
        ...rest.map((cell) => el("td", {}, ...lines(cell.text), marks(cell.notes || []))))))));
  }

  const NUMBERS = "一二三四五六七八九";

  /** The briefing as an article. @param {import("./compare_brief.js").Brief} brief */
  function article(brief) {
    return el("article.brief", { lang: "zh-CN" },
      el("h1", {}, brief.title),
      el("p.brief__subtitle", {}, brief.subtitle),
      ...brief.sections.map((section, at) => el("section", {}, el("h2", {}, `${NUMBERS[at]}、${section.title}`), ...section.blocks.map(block))),
      el("section.brief__notes", {}, ...notes(brief.taken)),
      el("p.brief__address", {}, "在线查看：", el("a", { href: brief.taken.address }, brief.taken.address)));
  }

  const STYLE = `
@page { size: A4 landscape; margin: 14mm; }
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; font: 14px/1.7 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #1c2530; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; border-bottom: 2px solid #1c2530; } h3 { font-size: 0.95rem; }
table { width: 100%; border-collapse: collapse; font-size: 0.85em; } th, td { padding: 3px 6px; text-align: left; vertical-align: top; border: 1px solid #bcc5cd; }
thead { display: table-header-group; } thead th { background: #eceff1; } tr { break-inside: avoid; } sup { color: #a8322a; }
.notes__list { margin: 0; padding-left: 2.5em; font-size: 0.8em; } .notes__source { font-size: 0.8em; }
@media print { body { margin: 0; font-size: 10pt; } }`;

  const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

  /** The briefing as a file of its own, which needs nothing else. */
  function file(brief) {
    return `<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>${escaped(brief.title)}</title><style>${STYLE}</style></head>` +
      `<body>${new XMLSerializer().serializeToString(article(brief))}</body></html>\n`;
  }

  Atlas.compare.paper = Object.freeze({ notes, article, file });
})((globalThis.Atlas ??= {}));
