/* A document as Markdown, as one HTML page, and as elements of a page; mirror of documents/markdown_text.py and
   html_text.py. A document is first a value, [tag, attributes, children]; text becomes markup only in `written`. */
(function (Atlas) {
  "use strict";
  const { layOut, words, labelled } = Atlas.documents;

  const SPECIAL = /[\\`*_[\]<>&|#~!${}^:@"]/g;
  const WWW = /(www)\./gi;
  const LINE_START = /^(?:([+=-])|([0-9]{1,9})([.)]))/;
  const EDGE = /^[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]|[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]$/g;
  const PLAIN_EDGE = /^[0-9A-Za-z\u3400-\u9fff]$/;

  /** A text so that Markdown shows its very characters. */
  const escaped = (text) => text.replace(SPECIAL, "\\$&").replace(WWW, "$1\\.");
  /** The text with a space at either end written so that it is kept. */
  const edged = (text) => text.replace(EDGE, (space) => `&#${space.charCodeAt(0)};`);
  const line = (text) =>
    edged(text.replace(LINE_START, (_, sign, digits, mark) => (sign ? `\\${sign}` : `${digits}\\${mark}`)));

  function markdownRun({ text, kind }) {
    const strong = kind === "strong" && PLAIN_EDGE.test(text[0]) && PLAIN_EDGE.test(text[text.length - 1]);
    return strong ? `**${escaped(text)}**` : escaped(text);
  }
  const inline = (runs) => runs.map(markdownRun).join("");

  const noteLines = (notes) => notes.map((note) => `> 〔批注〕${line(inline(note))}`);

  function headLines(section) {
    const title = line(section.title.map(inline).join(""));
    return section.mark ? ["---", `**${section.mark}**`, `## ${title}`] : [`# ${title}`];
  }

  function blockLines(block) {
    switch (block.kind) {
      case "chapter":
        return [`## ${line(labelled(block) + inline(block.runs))}`];
      case "article":
        return [`**${block.label}**\u3000${edged(inline(block.runs))}`];
      case "heading":
        return [`${"#".repeat(block.level + 1)} ${line(escaped(block.label) + inline(block.runs))}`];
      case "page_break":
        return ["---"];
      case "table":
        return [...(block.runs.length ? [line(inline(block.runs))] : []), table(block)];
      case "signature":
      case "annex_list":
        return [...block.issuers, ...(block.runs.length ? [block.runs] : [])].map((runs) => line(inline(runs)));
      default:
        return [line(escaped(block.label) + inline(block.runs))];
    }
  }

  const cells = (texts) => `|${texts.map((text) => ` ${edged(text)} |`).join("")}`;

  function table(block) {
    const width = block.columns.length;
    const rows = block.rows.map((row) => {
      const texts = Array(width).fill("");
      for (const cell of row.filter(({ above }) => !above)) {
        texts[cell.column] = [...cell.lines, ...cell.ending].map(inline).filter(Boolean).join("\u3000");
      }
      return cells(texts);
    });
    const head = block.header ? rows.shift() : cells(Array(width).fill(""));
    return [head, `|${" --- |".repeat(width)}`, ...rows].join("\n");
  }

  /** The Markdown text; throws BadDocument. */
  function markdown(tree) {
    const layout = layOut(tree);
    const found = layout.notice.length ? [`> ${line(inline(layout.notice))}`] : [];
    for (const section of layout.sections) {
      found.push(...headLines(section));
      if (layout.subtitle.length && !section.mark) found.push(line(inline(layout.subtitle)));
      found.push(...noteLines(section.notes));
      for (const block of section.blocks) found.push(...blockLines(block), ...noteLines(block.notes));
    }
    return `${found.join("\n\n")}\n`;
  }

  const VOID = ["meta", "br", "hr", "col"];
  const LINES = (
    "html head meta title style body article header section h1 h2 h3 h4 h5 p aside hr figure figcaption table colgroup " +
    "col thead tbody tr th td div"
  ).split(" ");
  const POLICY = "default-src 'none'; style-src 'unsafe-inline'";
  const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

  const entities = (text) => text.replace(/[&<>"']/g, (mark) => ENTITIES[mark]);

  function written(node) {
    if (typeof node === "string") return entities(node);
    const [tag, attributes, children] = node;
    const start = tag + Object.entries(attributes).map(([name, value]) => ` ${name}="${entities(value)}"`).join("");
    const end = LINES.includes(tag) ? "\n" : "";
    return VOID.includes(tag) ? `<${start}>${end}` : `<${start}>${children.map(written).join("")}</${tag}>${end}`;
  }

  const element = (tag, classes, children, attributes = {}) => [
    tag, { ...(classes ? { class: classes } : {}), ...attributes }, children,
  ];

  function htmlRun({ text, kind, link }) {
    if (kind === "ref") return ["a", { href: `#d-${link}` }, [text]];
    if (kind === "strong") return element("strong", "", [text]);
    if (kind === "lead") return element("span", "lead", [text]);
    return kind === "open" ? element("mark", "open", [text]) : text;
  }

  function htmlInline(runs) {
    const found = [];
    runs.forEach((run, place) => {
      const before = runs[place - 1];
      if (run.kind === "ref" && before && before.kind === "ref" && before.link === run.link) {
        found[found.length - 1][2].push(run.text);
      } else found.push(htmlRun(run));
    });
    return found;
  }

  const htmlLines = (lines) =>
    lines.flatMap((runs, place) => [...(place ? [["br", {}, []]] : []), ...htmlInline(runs)]);
  const htmlNotes = (notes) =>
    notes.map((note) => element("aside", "note", [element("span", "note-mark", ["批注"]), ...htmlInline(note)]));
  const classes = (block, ...more) => [...more, ...(block.marked ? ["marked"] : [])].join(" ");

  function htmlCell(cell, header) {
    const spans = {
      ...(cell.span === 1 ? {} : { colspan: String(cell.span) }),
      ...(cell.down === 1 ? {} : { rowspan: String(cell.down) }),
    };
    if (cell.ending.length) {
      const lines = cell.lines.map((runs) => element("p", "", htmlInline(runs)));
      const ending = cell.ending.map((runs) => element("p", "ending", htmlInline(runs)));
      return element("td", "signoff", [...lines, ...ending], spans);
    }
    const tag = header || cell.label ? "th" : "td";
    const scope = tag === "th" ? { scope: header ? "col" : "row" } : {};
    return element(tag, `align-${cell.align}`, htmlLines(cell.lines), { ...scope, ...spans });
  }

  function htmlTable(block, where) {
    const total = block.columns.reduce((sum, weight) => sum + weight, 0);
    const columns = block.columns.map((weight) => ["col", { width: `${Math.floor((weight * 100) / total)}%` }, []]);
    const rows = block.rows.map((row, number) => {
      const shown = row.filter(({ above }) => !above);
      return element("tr", "", shown.map((cell) => htmlCell(cell, number < block.header)));
    });
    const parts = [["colgroup", {}, columns]];
    if (block.header) parts.push(["thead", {}, rows.slice(0, block.header)]);
    if (rows.length > block.header) parts.push(["tbody", {}, rows.slice(block.header)]);
    const caption = block.runs.length ? [element("figcaption", "", htmlInline(block.runs))] : [];
    return element("figure", classes(block, "table"), [...caption, ["table", {}, parts]], where);
  }

  function htmlBlock(block) {
    const where = block.name ? { id: `d-${block.name}` } : {};
    if (block.kind === "table") return htmlTable(block, where);
    if (block.kind === "signature" || block.kind === "annex_list") {
      const lines = [...block.issuers, ...(block.runs.length ? [block.runs] : [])];
      return element("div", block.kind.replace("_", "-"), lines.map((runs) => element("p", "", htmlInline(runs))));
    }
    if (block.kind === "page_break") return element("hr", "page-break", []);
    const number = block.label ? [element("span", "number", [block.label])] : [];
    const gap = labelled(block).slice(block.label.length);
    const children = [...number, ...(gap ? [gap] : []), ...htmlInline(block.runs)];
    if (block.kind === "chapter") return element("h2", classes(block, "chapter"), children, where);
    if (block.kind === "heading") {
      return element(`h${block.level + 1}`, classes(block, `heading-${block.level}`), children, where);
    }
    const kind = block.kind === "item" && block.level === 2 ? "subitem" : block.kind;
    const extra = [...(block.align ? [`align-${block.align}`] : []), ...(block.indent ? [] : ["flush"])];
    return element("p", classes(block, kind, ...extra), children, where);
  }

  function sectionBody(section) {
    return [...htmlNotes(section.notes), ...section.blocks.flatMap((block) => [htmlBlock(block), ...htmlNotes(block.notes)])];
  }

  function article(layout) {
    const children = layout.notice.length ? [element("p", "notice", htmlInline(layout.notice))] : [];
    for (const section of layout.sections) {
      if (section.mark) {
        const head = [element("p", "annex-mark", [section.mark]), element("h2", "annex-title", htmlLines(section.title))];
        const where = section.name ? { id: `d-${section.name}` } : {};
        children.push(element("section", "annex", [...head, ...sectionBody(section)], where));
      } else {
        const subtitle = layout.subtitle.length ? [element("p", "subtitle", htmlInline(layout.subtitle))] : [];
        const head = [element("h1", "", htmlLines(section.title)), ...subtitle];
        children.push(element("header", "", head), ...sectionBody(section));
      }
    }
    return ["article", { class: "official-document", lang: "zh-CN" }, children];
  }

  /** A whole HTML page with the style sheet written into it; throws BadDocument. */
  function html(tree, css) {
    if (css.includes("</")) throw new Error("a style sheet must not close its element");
    const layout = layOut(tree);
    const head = [
      ["meta", { charset: "utf-8" }, []],
      ["meta", { "http-equiv": "Content-Security-Policy", content: POLICY }, []],
      ["meta", { name: "viewport", content: "width=device-width,initial-scale=1" }, []],
      ["title", {}, [layout.sections[0].title.map(words).join("")]],
    ];
    const body = written(["body", {}, [article(layout)]]);
    const style = `<style>\n${css}</style>\n`;
    return `<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n${head.map(written).join("")}${style}</head>\n${body}</html>\n`;
  }

  const BELOW = { h1: "h2", h2: "h3", h3: "h4", h4: "h5", h5: "h6" };

  /** The document as one element of a page, its headings below the page's own; every text is only text. */
  function nodes(tree, page) {
    return (function built(node) {
      if (typeof node === "string") return page.createTextNode(node);
      const [tag, attributes, children] = node;
      const made = page.createElement(BELOW[tag] || tag);
      if (tag === "h1") made.className = "document-title";
      for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
      made.append(...children.map(built));
      return made;
    })(article(layOut(tree)));
  }

  Object.assign(Atlas.documents, { markdown, html, nodes });
})((globalThis.Atlas ??= {}));
