/* Draft text, what the templates produce, to a document tree; mirror of documents/draft_text.py. */
(function (Atlas) {
  "use strict";
  const { forbidden, has } = Atlas.documents.tree;

  const COMMAND = /^@([a-z]+[1-4]?)(?:\(([^()]*)\))?(?: +|$)/;
  const OPTIONS = /^\(([^()]*)\) */;
  const MARKS = /[\\@[\]|(]|^ | $/g;
  const SIMPLE = {
    chapter: { type: "chapter" }, article: { type: "article" }, paragraph: { type: "paragraph" }, item: { type: "item" },
    subitem: { type: "item", level: 2 }, addressee: { type: "addressee" }, note: { type: "note" }, remark: { type: "remark" },
    heading1: { type: "heading", level: 1 }, heading2: { type: "heading", level: 2 },
    heading3: { type: "heading", level: 3 }, heading4: { type: "heading", level: 4 },
  };
  const FLAGS = {
    left: ["align", "left"], center: ["align", "center"], right: ["align", "right"], flush: ["indent", false],
    restart: ["restart", true], label: ["label", true],
  };

  /** A line that is no draft text; the message is `line: reason`. */
  class BadDraftText extends Error {
    constructor(line, reason) {
      super(`${line}: ${reason}`);
      Object.assign(this, { line, reason });
    }
  }

  /** The value as text that carries no mark; throws Unwritable for line breaks and control characters. */
  function protect(value) {
    const found = forbidden(value);
    if (found) throw new Atlas.chinese.Unwritable(`文字里有不能用的字符 ${found}`);
    return value.replace(MARKS, "\\$&");
  }

  /** The line without spaces around it; one that a backslash takes literally stays. */
  function withoutOuterSpaces(line) {
    const start = line.replace(/^ +/, "");
    const bare = start.replace(/ +$/, "");
    const slashes = /\\*$/.exec(bare)[0].length;
    return bare.length < start.length && slashes % 2 ? `${bare} ` : bare;
  }

  class Reader {
    constructor(date) {
      this.tree = { title: [], date, blocks: [] };
      this.part = this.tree;
      this.table = null;
      this.signature = null;
      this.number = 0;
    }

    refuse(reason) {
      return new BadDraftText(this.number, reason);
    }

    line(line) {
      if (!line.startsWith("@")) {
        this.add({ type: "paragraph", text: this.inline(line) });
        return;
      }
      const found = COMMAND.exec(line);
      if (!found) throw this.refuse("标记写法不对");
      const [word, options, rest] = [found[1], found[2] ?? "", line.slice(found[0].length)];
      if (this.table || ["row", "signoff", "end"].includes(word)) this.inTable(word, options, rest);
      else if (word === "issuer" || word === "date") this.sign(word, rest);
      else if (has(SIMPLE, word)) this.simple(word, options, rest);
      else if (["title", "subtitle", "notice", "annex"].includes(word)) this.head(word, options, rest);
      else if (word === "table") this.startTable(options, rest);
      else if (word === "pagebreak" || word === "annexes") {
        this.add({ type: word === "pagebreak" ? "page_break" : "annex_list" });
      } else throw this.refuse(`不认识的标记 @${word}`);
    }

    add(block) {
      if (this.table) throw this.refuse("表格里只能有 @row、@signoff 和 @end");
      this.signature = null;
      this.part.blocks.push(block);
    }

    head(word, options, rest) {
      this.signature = null;
      if (word === "title") this.part.title.push(this.inline(rest));
      else if (word === "annex") {
        this.part = { title: [this.inline(rest)], blocks: [], ...(options ? { name: options } : {}) };
        (this.tree.annexes ??= []).push(this.part);
      } else if (has(this.tree, word)) throw this.refuse(`@${word} 只能写一次`);
      else this.tree[word] = this.inline(rest);
    }

    simple(word, options, rest) {
      const block = { ...SIMPLE[word], ...this.options(options) };
      const parts = block.type === "item" ? this.split(rest) : [rest];
      if (parts.length > 2) throw this.refuse("@item 里只能有一个 ||");
      if (parts.length === 2) block.lead = this.inline(parts[0]);
      block.text = this.inline(parts[parts.length - 1]);
      this.add(block);
    }

    sign(word, rest) {
      if (!this.signature) {
        if (word === "date") throw this.refuse("@date 前要有 @issuer");
        const signature = { type: "signature", issuers: [] };
        this.add(signature);
        this.signature = signature;
      }
      if (word === "issuer") this.signature.issuers.push(this.inline(rest));
      else {
        this.signature.date = this.inline(rest);
        this.signature = null;
      }
    }

    startTable(options, rest) {
      const table = { type: "table", rows: [], ...this.options(options) };
      if (rest) table.caption = this.inline(rest);
      this.add(table);
      this.table = table;
    }

    inTable(word, options, rest) {
      if (!this.table) throw this.refuse(`@${word} 只能写在表格里`);
      if (word === "end") this.table = null;
      else if (word === "row") this.table.rows.push(this.split(rest).map((part) => this.cell(part)));
      else if (word === "signoff") {
        const parts = this.split(rest).map((part) => this.inline(part));
        if (parts.length > 4) throw this.refuse("@signoff 最多四格");
        const row = {};
        ["signoff", "text", "seal", "date"].forEach((key, place) => {
          if (parts[place] !== undefined && parts[place].length) row[key] = parts[place];
        });
        this.table.rows.push({ ...row, ...this.options(options) });
      } else throw this.refuse("表格里只能有 @row、@signoff 和 @end");
    }

    cell(text) {
      const found = OPTIONS.exec(text);
      const options = found ? this.options(found[1]) : {};
      return { text: [this.inline(found ? text.slice(found[0].length) : text)], ...options };
    }

    options(text) {
      const fields = {};
      for (const word of text.split(" ").filter(Boolean)) {
        const at = word.indexOf("=");
        let [key, value] = at < 0 ? [word, ""] : [word.slice(0, at), word.slice(at + 1)];
        if (at < 0) [key, value] = has(FLAGS, word) ? FLAGS[word] : ["name", word];
        else if (key === "columns") value = value.split(",").map((part) => this.count(part));
        else if (key !== "align") value = this.count(value);
        if (has(fields, key)) throw this.refuse(`${word} 写了两次`);
        fields[key] = value;
      }
      return fields;
    }

    count(text) {
      if (!/^[0-9]{1,3}$/.test(text)) throw this.refuse(`${text} 应是整数`);
      return Number(text);
    }

    split(text) {
      const parts = [];
      let [start, place] = [0, 0];
      while (place < text.length) {
        if (text[place] === "\\") place += 2;
        else if (text.startsWith("||", place)) {
          parts.push(text.slice(start, place));
          start = place = place + 2;
        } else place += 1;
      }
      return [...parts, text.slice(start)].map(withoutOuterSpaces);
    }

    inline(text) {
      const found = [];
      let [plain, place] = ["", 0];
      while (place < text.length) {
        if (text[place] === "\\" && place + 1 < text.length) {
          plain += text[place + 1];
          place += 2;
        } else if (text.startsWith("[[", place)) {
          const [inside, after] = this.mark(text, place + 2);
          found.push(...(plain ? [plain] : []), inside);
          plain = "";
          place = after;
        } else {
          plain += text[place];
          place += 1;
        }
      }
      return found.length ? [...found, ...(plain ? [plain] : [])] : plain;
    }

    mark(text, start) {
      let [inside, place] = ["", start];
      while (!text.startsWith("]]", place)) {
        if (place >= text.length) throw this.refuse("[[ 没有对应的 ]]");
        if (text[place] === "\\" && place + 1 < text.length) place += 1;
        inside += text[place];
        place += 1;
      }
      if (inside.startsWith("?")) return [{ open: inside.slice(1) }, place + 2];
      if (inside.startsWith("!")) return [{ strong: inside.slice(1) }, place + 2];
      const at = inside.indexOf(" ");
      const [name, form] = at < 0 ? [inside, ""] : [inside.slice(0, at), inside.slice(at + 1)];
      return [{ ref: name, ...(form ? { form } : {}) }, place + 2];
    }

    finished() {
      if (this.table) throw this.refuse("表格没有 @end");
      return this.tree;
    }
  }

  /** The document tree of a draft text; throws BadDraftText. */
  function readDraft(text, date) {
    const reader = new Reader(date);
    text.split("\n").forEach((line, place) => {
      reader.number = place + 1;
      const stripped = withoutOuterSpaces(line);
      if (stripped) reader.line(stripped);
    });
    return reader.finished();
  }

  Object.assign(Atlas.documents, { BadDraftText, protect, readDraft });
})((globalThis.Atlas ??= {}));
