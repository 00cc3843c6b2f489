/* A layout to the XML of a Word document: paragraphs, real numbering, live cross-references, comments and tables.
   Mirror of generator/word/document_xml.py and table_xml.py; the same bytes. */
(function (Atlas) {
  "use strict";

  const MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  const RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const AUTHOR = "政策图谱";
  /** How far one character of the body advances, in twentieths of a point. */
  const CHARACTER = 315;
  const FIRST_OWN_LIST = 11;
  const BASE_LISTS = { "chapters 0": 1, "articles 0": 2, "headings 0": 3 };
  const ABSTRACT = { chapters: [1, 1], articles: [2, 3], headings: [3, 4], items: [4, 2], digits: [5, 1] };
  const STYLES = {
    chapter: "Chapter", article: "Article", addressee: "Addressee", remark: "Remark", annex_list: "AnnexList",
    signature: "SignOff",
  };
  const RUN_STYLES = { strong: "Emphasised", lead: "Lead", open: "OpenPoint" };
  /** The width of the type area, 156 mm, in twentieths of a point. */
  const TEXT_WIDTH = 8844;
  const ROW_HEIGHT = 460;
  const FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>';

  /** Text as the content of an XML element. */
  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  function run(text, style = "") {
    const look = style ? `<w:rStyle w:val="${style}"/>` : "";
    return `<w:r><w:rPr>${look}<w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;
  }

  function paragraph(style, content = "", properties = "") {
    const named = style ? `<w:pStyle w:val="${style}"/>` : "";
    const looks = named || properties ? `<w:pPr>${named}${properties}</w:pPr>` : "";
    return `<w:p>${looks}${content}</w:p>`;
  }

  function field(instruction, shown) {
    const part = (inside) => `<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>${inside}</w:r>`;
    return [
      '<w:fldChar w:fldCharType="begin"/>',
      `<w:instrText xml:space="preserve"> ${instruction} </w:instrText>`,
      '<w:fldChar w:fldCharType="separate"/>',
      `<w:t>${shown}</w:t>`,
      '<w:fldChar w:fldCharType="end"/>',
    ].map(part).join("");
  }

  const bookmark = (key) => `_Ref${String(key).padStart(5, "0")}`;

  function allRuns(block) {
    const cells = block.rows.flat();
    return [
      block.runs, ...block.issuers, ...block.notes, ...cells.flatMap((cell) => [...cell.lines, ...cell.ending]),
    ].flat();
  }

  /** Writes one document; afterwards it knows its comments and the lists it needs. */
  class BodyWriter {
    constructor(layout) {
      this.layout = layout;
      this.comments = [];
      this.lists = new Map();
      this.breakBefore = false;
      const blocks = layout.sections.flatMap((section) => section.blocks);
      this.targets = new Set(blocks.flatMap(allRuns).map(({ target }) => target));
      this.targets.delete(null);
    }

    /** `word/document.xml`; `section` is the static part with the page's measures. */
    document(section) {
      const body = this.layout.sections.map((part) => this.section(part)).join("");
      const page = section.slice(section.indexOf("?>") + 2).trim();
      return `${DECLARATION}<w:document xmlns:w="${MAIN}" xmlns:r="${RELATIONSHIPS}"><w:body>${body}${page}</w:body></w:document>`;
    }

    /** The static part with the lists that this document needs besides. */
    numbering(fixed) {
      const own = [...this.lists].map(([name, number]) => {
        const [abstract, levels] = ABSTRACT[name.split(" ")[0]];
        const restarts = Array.from(
          { length: levels },
          (_, level) => `<w:lvlOverride w:ilvl="${level}"><w:startOverride w:val="1"/></w:lvlOverride>`,
        );
        return `<w:num w:numId="${number}"><w:abstractNumId w:val="${abstract}"/>${restarts.join("")}</w:num>`;
      });
      return fixed.replace("</w:numbering>", () => `${own.join("")}</w:numbering>`);
    }

    /** `word/comments.xml`. */
    commentsXml() {
      const moment = `${this.layout.date}T00:00:00Z`;
      const mark = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>';
      const written = this.comments.map(
        (note, number) =>
          `<w:comment w:id="${number}" w:author="${AUTHOR}" w:date="${moment}" w:initials="图谱">` +
          `${paragraph("CommentText", mark + this.runs(note))}</w:comment>`,
      );
      return `${DECLARATION}<w:comments xmlns:w="${MAIN}">${written.join("")}</w:comments>`;
    }

    section(section) {
      this.breakBefore = false;
      const { notice, subtitle } = this.layout;
      const head = notice.length && !section.mark ? paragraph("Notice", this.runs(notice)) : "";
      const mark = section.mark ? paragraph("AnnexMark", run(section.mark)) + paragraph("") : "";
      const lines = section.title.map((line) => this.runs(line)).join("<w:r><w:br/></w:r>");
      let title = paragraph("Title", this.commented(lines, section.notes));
      if (subtitle.length && !section.mark) title += paragraph("Subtitle", this.runs(subtitle));
      const opening = section.blocks.length ? section.blocks[0].kind : "chapter";
      const gap = opening === "chapter" ? "" : paragraph("");
      return head + mark + title + gap + section.blocks.map((block) => this.block(block)).join("");
    }

    block(block) {
      if (block.kind === "page_break") {
        this.breakBefore = true;
        return "";
      }
      const broken = this.breakBefore ? "<w:pageBreakBefore/>" : "";
      this.breakBefore = false;
      if (block.kind === "table") {
        const caption = this.runs(block.runs);
        let head = caption ? paragraph("TableCaption", caption, broken) : "";
        if (broken && !caption) head = paragraph("TableEnd", "", broken);
        return head + table(block, this) + paragraph("TableEnd");
      }
      if (block.kind === "signature") return this.signature(block, broken);
      if (block.kind === "annex_list") return this.annexList(block, broken);
      return this.text(block, broken);
    }

    text(block, broken) {
      let gap = block.kind === "chapter" || block.kind === "article" ? run("\u3000") : "";
      if (this.targets.has(block.key)) {
        gap =
          `<w:bookmarkStart w:id="${block.key}" w:name="${bookmark(block.key)}"/>${gap}` +
          `<w:bookmarkEnd w:id="${block.key}"/>`;
      }
      const content = gap + this.runs(block.runs);
      let properties = broken + this.number(block);
      if (!block.indent) properties += FLUSH;
      if (block.align) properties += `<w:jc w:val="${block.align}"/>`;
      if (block.runs.length && block.runs[0].kind === "lead") properties += '<w:rPr><w:rStyle w:val="Lead"/></w:rPr>';
      return paragraph(this.style(block), this.commented(content, block.notes), properties);
    }

    style(block) {
      if (block.kind === "heading") return `Heading${block.level}`;
      if (block.kind === "item") return block.level === 1 ? "Item" : "Subitem";
      return STYLES[block.kind] ?? "";
    }

    number(block) {
      if (!block.series) return "";
      const name = block.series.join(" ");
      let number = BASE_LISTS[name];
      if (number === undefined) {
        if (!this.lists.has(name)) this.lists.set(name, FIRST_OWN_LIST + this.lists.size);
        number = this.lists.get(name);
      }
      return `<w:numPr><w:ilvl w:val="${block.depth}"/><w:numId w:val="${number}"/></w:numPr>`;
    }

    signature(block, broken) {
      const lines = [...block.issuers, block.runs];
      const written = lines.map((line, place) => {
        const last = place === lines.length - 1;
        const right = Math.floor((block.insets[place] * CHARACTER) / 2);
        const properties =
          (last ? "" : "<w:keepNext/>") + `<w:ind w:right="${right}" w:firstLineChars="0" w:firstLine="0"/>`;
        const content = this.runs(line);
        return paragraph("SignOff", last ? this.commented(content, block.notes) : content, properties);
      });
      return paragraph("", "", broken) + written.join("");
    }

    annexList(block, broken) {
      const alone = block.issuers.length === 1;
      const written = block.issuers.map((entry, place) => {
        const left = alone ? 5 : 6;
        const hanging = place === 0 ? (alone ? 3 : 4) : 1;
        const content = this.runs(entry);
        const indent = `<w:ind w:left="${left * CHARACTER}" w:hanging="${hanging * CHARACTER}"/>`;
        return paragraph("AnnexList", place === 0 ? this.commented(content, block.notes) : content, indent);
      });
      return paragraph("", "", broken) + written.join("");
    }

    runs(runs) {
      return runs.map(({ text, kind, target }) =>
        target === null ? run(text, RUN_STYLES[kind]) : field(`REF ${bookmark(target)} \\r \\h`, escaped(text)),
      ).join("");
    }

    commented(content, notes) {
      for (const note of notes) {
        const number = this.comments.length;
        this.comments.push(note);
        content =
          `<w:commentRangeStart w:id="${number}"/>${content}<w:commentRangeEnd w:id="${number}"/>` +
          `<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="${number}"/></w:r>`;
      }
      return content;
    }
  }

  function columnWidths(weights) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const widths = weights.slice(0, -1).map((weight) => Math.floor((TEXT_WIDTH * weight) / total));
    return [...widths, TEXT_WIDTH - widths.reduce((sum, width) => sum + width, 0)];
  }

  function table(block, writer) {
    const widths = columnWidths(block.columns);
    const grid = widths.map((width) => `<w:gridCol w:w="${width}"/>`).join("");
    let first = true;
    const content = (line) => {
      const written = writer.runs(line);
      if (!first) return written;
      first = false;
      return writer.commented(written, block.notes);
    };
    const rows = block.rows.map((row, number) => {
      const header = number < block.header;
      const looks = `<w:cantSplit/><w:trHeight w:val="${ROW_HEIGHT}" w:hRule="atLeast"/>${header ? "<w:tblHeader/>" : ""}`;
      return `<w:tr><w:trPr>${looks}</w:trPr>${row.map((one) => cell(one, widths, header, content)).join("")}</w:tr>`;
    });
    return (
      `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="${TEXT_WIDTH}" w:type="dxa"/><w:jc w:val="center"/>` +
      `<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${grid}</w:tblGrid>${rows.join("")}</w:tbl>`
    );
  }

  function cell(one, widths, header, content) {
    const width = widths.slice(one.column, one.column + one.span).reduce((sum, part) => sum + part, 0);
    const span = one.span > 1 ? `<w:gridSpan w:val="${one.span}"/>` : "";
    const merged = one.above ? "<w:vMerge/>" : one.down > 1 ? '<w:vMerge w:val="restart"/>' : "";
    const properties = `<w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${span}${merged}<w:vAlign w:val="center"/></w:tcPr>`;
    return `<w:tc>${properties}${cellParagraphs(one, header, content)}</w:tc>`;
  }

  function cellParagraphs(one, header, content) {
    const style = header || one.label ? "TableLabel" : "TableText";
    const line = (runs, align) =>
      `<w:p><w:pPr><w:pStyle w:val="${style}"/>${align === "center" ? "" : `<w:jc w:val="${align}"/>`}</w:pPr>` +
      `${content(runs)}</w:p>`;
    if (one.above) return line([], "center");
    const blank = one.ending.length ? Math.max(0, one.height - one.lines.length - one.ending.length) : 0;
    const written = [
      ...one.lines.map((runs) => line(runs, one.align)),
      ...Array.from({ length: blank }, () => line([], "left")),
      ...one.ending.map((runs) => line(runs, "right")),
    ];
    return written.join("") || line([], "center");
  }

  Atlas.word = { BodyWriter, DECLARATION, RELATIONSHIPS, escaped };
})((globalThis.Atlas ??= {}));
