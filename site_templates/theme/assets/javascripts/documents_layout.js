/* A sound document tree to its layout: numbers, the words of references, the places of a signature; and questions
   to a tree. Mirror of documents/numbered.py, layout.py and queries.py. */
(function (Atlas) {
  "use strict";
  const { cn } = Atlas.chinese;
  const { BadDocument, check } = Atlas.documents;
  const { has, pieces, places, tableWidth } = Atlas.documents.tree;

  /**
   * @typedef {{text: string, kind: string, target: number|null, link: string|null}} Run
   *   kind is plain, strong, lead, open or ref; target the key of the paragraph whose number the words are
   */

  const run = (text, kind = "plain", target = null, link = null) => ({ text, kind, target, link });
  const words = (runs) => runs.map(({ text }) => text).join("");
  const lineList = (lines) => (typeof lines === "string" ? [lines] : lines);
  /** The number of a block as it stands before its text: 章 and 条 with one wide space. */
  const labelled = ({ kind, label }) => label + (kind === "chapter" || kind === "article" ? "\u3000" : "");

  /** Counts the blocks of all parts in order. */
  class Numbering {
    constructor() {
      this.keys = -1;
      this.section = -1;
      this.itemLists = 0;
      this.words = new Map();
    }

    block(block, section) {
      this.keys += 1;
      if (section !== this.section) {
        this.section = section;
        this.chapter = this.article = 0;
        this.articleKey = null;
        this.headings = [0, 0, 0, 0];
        this.items = this.loose = null;
        this.counts = [0, 0];
      }
      const level = block.level ?? 1;
      const [label, series, depth] = this.count(block, level);
      return {
        kind: block.type, key: this.keys, runs: [], label, name: block.name ?? null, marked: block.marked ?? false, level,
        align: block.align ?? null, indent: block.indent ?? true, series, depth, notes: [], rows: [], columns: [],
        header: 0, issuers: [], insets: [],
      };
    }

    count(block, level) {
      if (block.type === "chapter") {
        this.chapter += 1;
        const label = `第${cn(this.chapter)}章`;
        this.call(block, { whole: label, key: this.keys, rest: "", local: null });
        this.forgetItems();
        return [label, ["chapters", this.section], 0];
      }
      if (block.type === "article") {
        this.article += 1;
        const label = `第${cn(this.article)}条`;
        this.call(block, { whole: label, key: this.keys, rest: "", local: null });
        this.forgetItems();
        this.articleKey = this.keys;
        this.items = ["articles", this.section];
        return [label, this.items, 0];
      }
      if (block.type === "heading") {
        const label = this.heading(level);
        const bare = label.replace(/\.$/, "");
        const part = `第${cn(Math.max(1, this.headings[0]))}部分`;
        const called = level === 1 ? part : (this.headings[0] ? part : "") + bare;
        this.call(block, { whole: called, key: null, rest: "", local: level === 1 ? null : bare });
        this.forgetItems();
        return [label, ["headings", this.section], level - 1];
      }
      return block.type === "item" ? this.item(block, level) : ["", null, 0];
    }

    heading(level) {
      this.headings = this.headings.map((count, place) => (place < level - 1 ? count : place === level - 1 ? count + 1 : 0));
      const number = this.headings[level - 1];
      return [() => `${cn(number)}、`, () => `（${cn(number)}）`, () => `${number}.`, () => `（${number}）`][level - 1]();
    }

    item(block, level) {
      if (level === 1) {
        if (!this.items || block.restart) {
          this.items = this.newList("items");
          this.counts = [0, 0];
        }
        this.counts = [this.counts[0] + 1, 0];
        this.loose = null;
      } else {
        if (block.restart || (!this.loose && !this.counts[0])) {
          this.loose = this.newList("digits");
          this.counts = [this.counts[0], 0];
        }
        this.counts = [this.counts[0], this.counts[1] + 1];
      }
      const whole = this.articleKey === null ? "" : `第${cn(this.article)}条`;
      const first = this.counts[0] ? `第${cn(this.counts[0])}项` : "";
      const called = level === 1 ? first : `${first}第${this.counts[1]}目`;
      this.call(block, { whole, key: this.articleKey, rest: called, local: called });
      const label = level === 1 ? `（${cn(this.counts[0])}）` : `${this.counts[1]}.`;
      if (level === 2 && this.loose) return [label, this.loose, 0];
      return [label, this.items, level - (this.items[0] === "items" ? 1 : 0)];
    }

    newList(kind) {
      this.itemLists += 1;
      return [kind, this.itemLists];
    }

    forgetItems() {
      this.items = this.loose = this.articleKey = null;
      this.counts = [0, 0];
    }

    call(block, called) {
      if (has(block, "name")) this.words.set(block.name, called);
    }
  }

  /** Fills in the words, now that every number is known. */
  class Writer {
    constructor(called, annexTitles) {
      this.called = called;
      this.annexTitles = annexTitles;
    }

    runs(inline, kind = "plain") {
      const found = [];
      for (const next of pieces(inline).flatMap((piece) => this.piece(piece, kind))) {
        const last = found[found.length - 1];
        if (last && last.kind === next.kind && ["plain", "strong", "lead"].includes(next.kind)) {
          found[found.length - 1] = { ...last, text: last.text + next.text };
        } else if (next.text) found.push(next);
      }
      return found;
    }

    piece(piece, kind) {
      if (typeof piece === "string") return [run(piece, kind)];
      if (has(piece, "open")) return [run(`【待定：${piece.open}】`, "open")];
      if (has(piece, "strong")) return [run(piece.strong, "strong")];
      const called = this.called.get(piece.ref);
      if (piece.form === "local" && called.local !== null) return [run(called.local, "ref", null, piece.ref)];
      return [run(called.whole, "ref", called.key, piece.ref), run(called.rest, "ref", null, piece.ref)];
    }

    section(part, mark, drafted) {
      const [blocks, notes] = [[], []];
      let noted = notes;
      drafted.forEach((block, place) => {
        const source = part.blocks[place];
        if (block.kind === "note") noted.push(this.runs(source.text));
        else if (block.kind !== "annex_list" || this.annexTitles.length) {
          const filled = this.filled(source, block);
          blocks.push(filled);
          if (block.kind !== "page_break") noted = filled.notes;
        }
      });
      const title = lineList(part.title).map((line) => this.runs(line));
      return { mark, name: mark ? part.name ?? null : null, title, blocks, notes };
    }

    filled(source, block) {
      if (block.kind === "table") return this.table(source, block);
      if (block.kind === "signature") {
        const issuers = source.issuers.map((issuer) => this.runs(issuer));
        const date = this.runs(source.date);
        return { ...block, issuers, runs: date, insets: signatureInsets(issuers, date) };
      }
      if (block.kind === "annex_list") {
        const alone = this.annexTitles.length === 1;
        const issuers = this.annexTitles.map((title, place) => {
          const head = alone ? "附件：" : `${place ? "" : "附件："}${place + 1}.`;
          return [run(head), ...lineList(title).flatMap((line) => this.runs(line))];
        });
        return { ...block, issuers };
      }
      const lead = has(source, "lead") ? this.runs(source.lead, "lead") : [];
      return { ...block, runs: [...lead, ...this.runs(source.text ?? [])] };
    }

    table(source, block) {
      const width = tableWidth(source.rows);
      const weights = (source.columns ?? []).slice(0, width);
      return {
        ...block,
        rows: places(source.rows).map((row) => row.map((place) => this.cell(place))),
        columns: [...weights, ...Array(width - weights.length).fill(1)],
        header: Math.min(source.header ?? 0, source.rows.length),
        runs: this.runs(source.caption ?? []),
      };
    }

    cell({ cell, column, span, down, above }) {
      const where = { column, span, down, above };
      if (has(cell, "signoff")) {
        const row = cell.signoff;
        const ending = ["seal", "date"].filter((key) => has(row, key)).map((key) => this.runs(row[key]));
        const lines = has(row, "text") ? [this.runs(row.text)] : [];
        return { lines, ...where, align: "left", label: false, ending, height: row.lines ?? 5 };
      }
      const lines = lineList(cell.text).map((line) => this.runs(line));
      return { lines, ...where, align: cell.align ?? "center", label: cell.label ?? false, ending: [], height: 1 };
    }
  }

  /** The width of words in half characters: Latin letters and digits are half as wide as the rest. */
  const halfWidths = (runs) => [...words(runs)].reduce((sum, one) => sum + (one.codePointAt(0) < 0x2000 ? 1 : 2), 0);

  /** How far from the right edge each issuer and then the date end, in half characters (GB/T 9704-2012, 7.3.5.2). */
  function signatureInsets(issuers, date) {
    const widths = issuers.map(halfWidths);
    const widest = Math.max(...widths);
    const dated = halfWidths(date);
    const issuerInset = Math.max(4, dated - widest + 8);
    const centred = widths.map((width) => issuerInset + Math.floor((widest - width) / 2));
    return [...centred, Math.max(4, widest - dated)];
  }

  /** The layout of a tree: {date, subtitle, notice, sections}; throws BadDocument. */
  function layOut(tree) {
    const faults = check(tree);
    if (faults.length) throw new BadDocument(faults);
    const annexes = tree.annexes ?? [];
    const marks = ["", ...annexes.map((_, place) => (annexes.length === 1 ? "附件" : `附件${place + 1}`))];
    const parts = [tree, ...annexes];
    const numbering = new Numbering();
    const drafts = parts.map((part, section) => part.blocks.map((block) => numbering.block(block, section)));
    parts.forEach((part, place) => {
      if (place && has(part, "name")) {
        numbering.words.set(part.name, { whole: marks[place], key: null, rest: "", local: null });
      }
    });
    const writer = new Writer(numbering.words, annexes.map(({ title }) => title));
    return {
      date: tree.date,
      subtitle: writer.runs(tree.subtitle ?? []),
      notice: writer.runs(tree.notice ?? []),
      sections: parts.map((part, place) => writer.section(part, marks[place], drafts[place])),
    };
  }

  /** The tree without its notes. */
  function clean(tree) {
    const kept = (blocks) => blocks.filter(({ type }) => type !== "note");
    const annexes = tree.annexes ? { annexes: tree.annexes.map((annex) => ({ ...annex, blocks: kept(annex.blocks) })) } : {};
    return { ...tree, blocks: kept(tree.blocks), ...annexes };
  }

  const ORDER = [
    "title", "subtitle", "notice", "lead", "caption", "signoff", "text", "seal", "rows", "issuers", "date", "blocks", "annexes",
  ];
  const readingOrder = (key) => (ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length);

  /** The labels of all undecided points, each once, in the order of the document. */
  function openPoints(tree) {
    const found = new Set();
    (function walk(value) {
      if (Array.isArray(value)) value.forEach(walk);
      else if (typeof value === "object" && value !== null) {
        if (typeof value.open === "string") found.add(value.open);
        const keys = Object.keys(value).sort((a, b) => readingOrder(a) - readingOrder(b));
        keys.forEach((key) => walk(value[key]));
      }
    })(tree);
    return [...found];
  }

  function blockLines(block) {
    const lines = block.kind === "signature" || block.kind === "annex_list" ? block.issuers.map(words) : [];
    lines.push(labelled(block) + words(block.runs));
    for (const cell of block.rows.flat()) {
      if (!cell.above) lines.push(...[...cell.lines, ...cell.ending].map(words));
    }
    return [...lines, ...block.notes.map(words)];
  }

  /** All words of the document with its numbers, a line for each paragraph, cell line and note; throws BadDocument. */
  function plainText(tree) {
    const layout = layOut(tree);
    const lines = [words(layout.notice)];
    for (const section of layout.sections) {
      lines.push(section.mark, ...section.title.map(words));
      if (!section.mark) lines.push(words(layout.subtitle));
      lines.push(...section.notes.map(words), ...section.blocks.flatMap(blockLines));
    }
    return lines.filter(Boolean).map((line) => `${line}\n`).join("");
  }

  Object.assign(Atlas.documents, { layOut, clean, openPoints, plainText });
  Atlas.documents.words = words;
  Atlas.documents.labelled = labelled;
})((globalThis.Atlas ??= {}));
