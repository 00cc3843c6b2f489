/* The shape of a document tree and everything that is wrong with one; mirror of documents/tree.py and table_grid.py. */
(function (Atlas) {
  "use strict";
  const { whole } = Atlas.chinese;

  const LONGEST_TEXT = 100000;
  const NAME = /^[a-z][a-z0-9_-]{0,63}$/;
  const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
  const FORBIDDEN = new RegExp(
    "[\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff\\ufdd0-\\ufdef\\ufeff" +
      "\\ufffe\\uffff]|[\\u{1fffe}\\u{1ffff}\\u{2fffe}\\u{2ffff}\\u{10fffe}\\u{10ffff}]",
    "u",
  );
  const ALIGNMENTS = ["left", "center", "right", "both"];
  const FORMS = ["full", "local"];

  const named = { name: "name?", marked: "flag?" };
  const BLOCKS = {
    chapter: { text: "inline", ...named },
    article: { text: "inline", ...named },
    paragraph: { text: "inline", ...named, align: "align?", indent: "flag?" },
    item: { text: "inline", lead: "inline?", level: "level2?", restart: "flag?", ...named },
    heading: { text: "inline", level: "level4", ...named },
    addressee: { text: "inline" },
    table: { rows: "rows", columns: "weights?", header: "count?", caption: "inline?", ...named },
    signature: { issuers: "inlines", date: "inline" },
    annex_list: {},
    note: { text: "inline" },
    remark: { text: "inline", marked: "flag?" },
    page_break: {},
  };
  const DOCUMENT = {
    title: "lines", subtitle: "inline?", notice: "inline?", date: "day", blocks: "blocks", annexes: "annexes?",
  };
  const ANNEX = { title: "lines", name: "name?", blocks: "blocks" };
  const CELL = { text: "lines0", span: "count1?", down: "count1?", align: "align?", label: "flag?" };
  const SIGNOFF = { signoff: "inline", text: "inline?", seal: "inline?", date: "inline?", lines: "count1?" };
  const NUMBERED = ["chapter", "article", "item", "heading"];

  const has = (record, key) => Object.prototype.hasOwnProperty.call(record, key);
  const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  const join = (path, key) => (path ? `${path}.${key}` : key);
  const hasWords = (text) => /[^ \u3000]/.test(text);

  /** The pieces of an inline: texts and records. */
  const pieces = (inline) => (typeof inline === "string" ? [inline] : inline);

  /** A tree that is no document; `faults` says all that is wrong. */
  class BadDocument extends Error {
    constructor(faults) {
      super(faults.slice(0, 5).map(({ path, message }) => (path ? `${path}: ${message}` : message)).join("；"));
      this.faults = faults;
    }
  }

  /** The first character that no text may hold, as U+…, or null. */
  function forbidden(text) {
    const found = FORBIDDEN.exec(text);
    return found ? `U+${found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}` : null;
  }

  /** Walks the tree; a field's kind is the name of the method that checks it. */
  class Checker {
    constructor() {
      this.faults = [];
      this.names = new Map();
      this.references = [];
    }

    fault(path, message) {
      this.faults.push({ path, message });
    }

    record(value, fields, path, also = []) {
      if (!isRecord(value)) {
        this.fault(path, "应是一组字段");
        return;
      }
      for (const key of Object.keys(value)) {
        if (!has(fields, key) && !also.includes(key)) this.fault(join(path, key), "没有这个字段");
      }
      for (const [key, kind] of Object.entries(fields)) {
        if (has(value, key)) this[kind.replace("?", "")](value[key], join(path, key));
        else if (!kind.endsWith("?")) this.fault(join(path, key), "缺少");
      }
    }

    each(value, path, visit) {
      if (Array.isArray(value)) value.forEach((entry, place) => visit(entry, `${path}[${place}]`));
      else this.fault(path, "应是列表");
    }

    text(value, path) {
      const found = forbidden(value);
      if (value.length > LONGEST_TEXT && [...value].length > LONGEST_TEXT) {
        this.fault(path, `文字超过${LONGEST_TEXT}字`);
      } else if (found) this.fault(path, `文字里有不能用的字符 ${found}`);
    }

    inline(value, path, empty = false) {
      if (typeof value === "string") {
        this.text(value, path);
        if (!empty && !hasWords(value)) this.fault(path, "没有文字");
        return;
      }
      this.each(value, path, (piece, where) => this.piece(piece, where));
      if (!empty && Array.isArray(value) && !value.some((piece) => typeof piece !== "string" || hasWords(piece))) {
        this.fault(path, "没有文字");
      }
    }

    piece(value, path) {
      if (typeof value === "string") this.text(value, path);
      else if (!isRecord(value) || ["ref", "open", "strong"].filter((key) => has(value, key)).length !== 1) {
        this.fault(path, "应是文字、引用、待定或加重");
      } else if (has(value, "ref")) this.record(value, { ref: "nameUsed", form: "form?" }, path);
      else this.record(value, has(value, "open") ? { open: "plain" } : { strong: "plain" }, path);
    }

    plain(value, path) {
      if (typeof value === "string") this.inline(value, path);
      else this.fault(path, "应是文字");
    }

    lines(value, path, empty = false) {
      if (typeof value === "string") {
        this.inline(value, path, empty);
        return;
      }
      this.each(value, path, (line, where) => this.inline(line, where, empty));
      if (!empty && Array.isArray(value) && !value.length) this.fault(path, "没有文字");
    }

    lines0(value, path) {
      this.lines(value, path, true);
    }

    inlines(value, path) {
      this.each(value, path, (entry, where) => this.inline(entry, where));
      if (Array.isArray(value) && !value.length) this.fault(path, "不能为空");
    }

    name(value, path) {
      if (typeof value !== "string" || !NAME.test(value)) {
        this.fault(path, "名称只能用小写字母、数字、- 和 _，以字母开头");
      } else if (this.names.has(value)) this.fault(path, `名称 ${value} 用了两次`);
      else this.names.set(value, true);
    }

    nameUsed(value, path) {
      if (typeof value === "string") this.references.push([path, value]);
      else this.fault(path, "应是名称");
    }

    blocks(value, path) {
      const counts = [0, 0, 0, 0];
      this.each(value, path, (block, where) => {
        const kind = isRecord(block) ? block.type : null;
        if (typeof kind !== "string" || !has(BLOCKS, kind)) {
          this.fault(where, "没有这种段落");
          return;
        }
        const known = this.names.size;
        this.record(block, BLOCKS[kind], where, ["type"]);
        if (!NUMBERED.includes(kind) && this.names.size > known) this.names.set(block.name, false);
        if (kind === "heading") this.steps(counts, whole(block.level), where);
      });
    }

    steps(counts, level, path) {
      if (level === null || level < 1 || level > 4) return;
      if (!counts[level - 1] && counts.slice(level).some(Boolean)) this.fault(path, "标题回到了前面跳过的层次");
      counts[level - 1] += 1;
      counts.fill(0, level);
    }

    annexes(value, path) {
      this.each(value, path, (annex, where) => this.record(annex, ANNEX, where));
    }

    rows(value, path) {
      const known = this.faults.length;
      this.each(value, path, (row, where) => {
        if (isRecord(row)) {
          this.record(row, SIGNOFF, where);
          return;
        }
        this.each(row, where, (cell, at) => {
          if (typeof cell === "string") this.inline(cell, at, true);
          else this.record(cell, CELL, at);
        });
      });
      if (this.faults.length === known && Array.isArray(value)) {
        for (const message of widthFaults(value)) this.fault(path, message);
      }
    }

    weights(value, path) {
      this.each(value, path, (weight, where) => this.count1(weight, where));
    }

    flag(value, path) {
      if (typeof value !== "boolean") this.fault(path, "应是 true 或 false");
    }

    align(value, path) {
      if (!ALIGNMENTS.includes(value)) this.fault(path, "应是 left、center、right 或 both");
    }

    form(value, path) {
      if (!FORMS.includes(value)) this.fault(path, "应是 full 或 local");
    }

    day(value, path) {
      if (typeof value !== "string" || !DAY.test(value)) this.fault(path, "应是日期，如 2026-03-01");
    }

    between(value, path, least, most) {
      const number = whole(value);
      if (number === null || number < least || number > most) this.fault(path, `应是${least}至${most}的整数`);
    }

    count(value, path) {
      this.between(value, path, 0, 100);
    }

    count1(value, path) {
      this.between(value, path, 1, 100);
    }

    level2(value, path) {
      this.between(value, path, 1, 2);
    }

    level4(value, path) {
      this.between(value, path, 1, 4);
    }
  }

  /** Everything that is wrong with a tree, in its order: [{path, message}]. */
  function check(tree) {
    const checker = new Checker();
    checker.record(tree, DOCUMENT, "");
    for (const [path, name] of checker.references) {
      if (!checker.names.get(name)) {
        checker.fault(path, `${checker.names.has(name) ? "不能引用" : "没有可引用的"} ${name}`);
      }
    }
    return checker.faults;
  }

  const record = (cell) => (typeof cell === "string" ? { text: cell } : cell);
  const signoffCells = (row, width) => [
    { text: [row.signoff], label: true },
    { signoff: row, span: Math.max(1, width - 1) },
  ];

  /** The number of columns: that of the first row of cells; two where there are only sign-off rows. */
  function tableWidth(rows) {
    const row = rows.find(Array.isArray);
    return row ? row.reduce((width, cell) => width + (record(cell).span ?? 1), 0) : 2;
  }

  /** The places of each row, left to right, with a continuing place under each cell that reaches down. */
  function places(rows) {
    const width = tableWidth(rows);
    let reaching = new Map();
    return rows.map((row) => {
      const cells = Array.isArray(row) ? row.map(record) : signoffCells(row, width);
      const placed = [];
      let column = 0;
      for (const cell of [...cells, null]) {
        while (reaching.has(column)) {
          const above = reaching.get(column);
          reaching.delete(column);
          placed.push({ cell: above.cell, column, span: above.span, down: above.down - 1, above: true });
          column += above.span;
        }
        if (cell) {
          placed.push({ cell, column, span: cell.span ?? 1, down: cell.down ?? 1, above: false });
          column += cell.span ?? 1;
        }
      }
      reaching = new Map(placed.filter((place) => place.down > 1).map((place) => [place.column, place]));
      return placed;
    });
  }

  /** What keeps the rows from being a table. */
  function widthFaults(rows) {
    if (!rows.length) return ["表格没有行"];
    const width = tableWidth(rows);
    if (width < 1 || width > 20) return ["表格应有1至20列"];
    if (width < 2 && rows.some(isRecord)) return ["有签章行的表格至少要有2列"];
    const placed = places(rows);
    const found = [];
    placed.forEach((row, place) => {
      const covered = row.reduce((sum, { span }) => sum + span, 0);
      const inOrder = row.every(({ column, span }, at) => !at || row[at - 1].column + row[at - 1].span <= column + span);
      if (covered !== width || !inOrder) found.push(`第${place + 1}行有${covered}列，应有${width}列`);
    });
    const overhang = placed[placed.length - 1].some(({ down }) => down > 1);
    return found.length || !overhang ? found : ["有单元格伸到表格之外"];
  }

  Atlas.documents = { BadDocument, check };
  Atlas.documents.tree = Object.freeze({ forbidden, has, pieces, places, tableWidth });
})((globalThis.Atlas ??= {}));
