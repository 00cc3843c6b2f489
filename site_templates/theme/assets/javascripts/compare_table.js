/* Draws the comparison table. Few schemes: the whole table, the first screen at once and the rest in short slices, so that
   it can be read, searched and printed as a table. Many: rows of one height, and only the cells in sight. */
(function (Atlas) {
  "use strict";
  const { el } = Atlas.compare.dom;
  const { cellParts, columnHead, rowAnchor, rowHead } = Atlas.compare.cells;

  /** Up to so many columns the whole table is drawn. */
  const WHOLE = 12;
  const FIRST_ROWS = 14;
  const ROWS_A_SLICE = 10;
  /** The least widths of the whole table's columns, in units of the root's font size. */
  const LABEL = 8.5, COLUMN = 10.5;
  /** Sizes of the windowed table in units of the root's font size. */
  const SIZES = { head: 4.6, row: 3.7, band: 1.5, label: 8.5, column: 8.5 };
  const SPARE = 2;

  class Table {
    /**
     * @param {HTMLTableElement} table
     * @param {HTMLElement} scroll  the box that scrolls it
     * @param {string} root
     */
    constructor(table, scroll, root) {
      Object.assign(this, { table, scroll, root });
      this.caption = table.caption;
      this.items = [];
      this.pending = 0;
      this.drawn = "";
      scroll.addEventListener("scroll", () => this.windowed && this.later(() => this.drawWindow()), { passive: true });
    }

    later(work) {
      if (this.frame) return;
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        work();
      });
    }

    /**
     * @param {any} view
     * @param {any} state
     * @param {number[]} columns  which of the view's columns are shown, in order
     */
    render(view, state, columns) {
      clearTimeout(this.pending);
      this.pending = 0;
      this.drawn = "";
      Object.assign(this, { view, state, columns });
      this.windowed = columns.length > WHOLE;
      this.items = view.groups.flatMap((group) => [{ group }, ...(group.collapsed ? [] : group.rows.map((row) => ({ row })))]);
      this.table.className = `sheet matrix matrix--${this.windowed ? "windowed" : "whole"}`;
      this.table.setAttribute("aria-rowcount", String(this.items.length + 1));
      this.table.setAttribute("aria-colcount", String(columns.length + 1));
      if (this.windowed) {
        this.table.style.minWidth = "";
        this.measure();
        this.drawWindow();
        return;
      }
      this.rows = 0;
      this.body = this.sight = null;
      // Columns of one width do not jump when rows come and go.
      this.table.style.width = "";
      this.table.style.minWidth = `${LABEL + columns.length * COLUMN}rem`;
      this.table.replaceChildren(this.caption, this.head(columns));
      this.slice(FIRST_ROWS);
      this.continue();
    }

    head(columns) {
      const heads = columns.map((at) => {
        const scheme = this.view.schemes[at];
        return keyed(scheme.id, columnHead(scheme, at, this.view.schemes.length, this.root));
      });
      const line = el("tr", { role: "row", "aria-rowindex": "1" }, el("th.corner", { scope: "col", role: "columnheader" }, "参数"), ...heads);
      return keyed("head", el("thead", { role: "rowgroup" }, keyed("head", line)));
    }

    // --- the whole table ---

    slice(count) {
      const until = Math.min(this.rows + count, this.items.length);
      for (; this.rows < until; this.rows++) {
        const item = this.items[this.rows];
        if (item.group) {
          this.body = el("tbody", { role: "rowgroup" });
          this.table.append(this.body);
          this.body.append(this.band(item.group, this.rows, this.columns.length + 1));
        } else {
          this.body.append(this.line(item.row, this.rows, this.columns));
        }
      }
    }

    continue() {
      if (this.rows >= this.items.length) return this.done?.();
      this.pending = setTimeout(() => {
        this.slice(ROWS_A_SLICE);
        this.continue();
      });
      return undefined;
    }

    /** Draw what is still to come, at once. */
    finish() {
      if (this.windowed || this.rows >= this.items.length) return;
      clearTimeout(this.pending);
      this.slice(this.items.length);
      this.done?.();
    }

    band(group, at, span) {
      const open = !group.collapsed;
      return el("tr.band", { role: "row", "aria-rowindex": String(at + 2) },
        el("th", { scope: "rowgroup", colspan: String(span), role: "rowheader" },
          el("button.chapter", { type: "button", "aria-expanded": String(open), "data-group": group.id, "data-focus": `group/${group.id}` }, group.label,
            el("span.chapter__count", {}, `${new Set(group.rows.map((row) => row.parameter.id)).size}项`))));
    }

    line(row, at, columns) {
      const line = el("tr", { role: "row", "aria-rowindex": String(at + 2), id: row.kind === "document" && !this.windowed ? rowAnchor(row) : null, class: row.kind === "day" ? "day" : null });
      line.append(rowHead(row, this.root, this.state), ...columns.map((column) => this.cell(row, column)));
      return keyed(`${row.kind}/${row.parameter.id}`, line);
    }

    cell(row, column) {
      const scheme = this.view.schemes[column];
      const place = `${row.kind}/${row.parameter.id}/${scheme.id}`;
      return keyed(place, el("td", { role: "cell", "aria-colindex": String(column + 2) },
        el("button.cell", { type: "button", "data-cell": place, "data-focus": `cell/${place}`, tabindex: this.isCurrent(place) ? "0" : "-1" },
          ...cellParts(row, column, { marks: this.state.marks, brief: this.windowed }))));
    }

    isCurrent(place) {
      this.current ??= place;
      return this.current === place;
    }

    // --- only what is in sight ---

    measure() {
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
      this.size = Object.fromEntries(Object.entries(SIZES).map(([name, units]) => [name, units * rem]));
      this.tops = [0];
      for (const item of this.items) this.tops.push(this.tops[this.tops.length - 1] + (item.group ? this.size.band : this.size.row));
    }

    drawWindow() {
      const { size, tops, items, scroll } = this;
      const { scrollTop, scrollLeft, clientWidth, clientHeight } = scroll;
      const first = Math.max(0, upper(tops, scrollTop) - 1 - SPARE);
      const last = Math.min(items.length, upper(tops, scrollTop + clientHeight - size.head) + SPARE);
      const from = Math.max(0, Math.floor(scrollLeft / size.column) - 1);
      const to = Math.min(this.columns.length, Math.ceil((scrollLeft + clientWidth - size.label) / size.column) + 1);
      const drawn = [first, last, from, to].join();
      if (drawn === this.drawn) return;
      this.drawn = drawn;
      const held = document.activeElement?.getAttribute("data-focus");
      const inside = this.table.contains(document.activeElement);
      const columns = this.columns.slice(from, to);
      const [left, right] = [from, this.columns.length - to];
      const lines = [this.gap(tops[first], columns.length + 3)];
      for (let at = first; at < last; at++) {
        const { group, row } = items[at];
        const line = group ? this.band(group, at, columns.length + 3) : this.line(row, at, columns);
        if (!group) spaced(line);
        lines.push(line);
      }
      lines.push(this.gap(tops[items.length] - tops[last], columns.length + 3));
      const head = this.head(columns);
      spaced(head.firstElementChild);
      this.sight ??= el("tbody", { role: "rowgroup" });
      keep(this.sight, lines);
      keep(this.table, [this.caption, this.widths(columns.length, left, right), head, this.sight]);
      if (inside && held) this.table.querySelector(`[data-focus="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
    }

    widths(count, left, right) {
      const col = (width) => {
        const made = el("col");
        made.style.width = `${width}px`;
        return made;
      };
      const { label, column } = this.size;
      this.table.style.width = `${label + this.columns.length * column}px`;
      return el("colgroup", {}, col(label), col(left * column), ...Array.from({ length: count }, () => col(column)), col(right * column));
    }

    gap(height, span) {
      const cell = el("td.gap", { colspan: String(span) });
      cell.style.height = `${height}px`;
      return el("tr", { "aria-hidden": "true" }, cell);
    }

    // --- moving about ---

    /** The cell that lies `down` and `right` of one; null at the edge. */
    neighbour(place, down, right) {
      const [kind, parameter, scheme] = place.split("/");
      const lines = this.items.filter((item) => item.row);
      const from = lines.findIndex(({ row }) => row.kind === kind && row.parameter.id === parameter);
      const line = lines[from + down];
      const column = this.columns[this.columns.findIndex((at) => this.view.schemes[at].id === scheme) + right];
      if (from < 0 || !line || column === undefined) return null;
      return `${line.row.kind}/${line.row.parameter.id}/${this.view.schemes[column].id}`;
    }

    /** Bring a cell into sight and give it the focus. */
    go(place) {
      const before = this.button(this.current);
      if (before) before.tabIndex = -1;
      this.current = place;
      if (this.windowed && !this.button(place)) this.scrollTo(place);
      this.finish();
      const button = this.button(place);
      if (!button) return;
      button.tabIndex = 0;
      button.focus({ preventScroll: true });
      button.scrollIntoView({ block: "nearest", inline: "nearest" });
    }

    button(place) {
      return place ? this.table.querySelector(`[data-cell="${CSS.escape(place)}"]`) : null;
    }

    scrollTo(place) {
      const [kind, parameter, scheme] = place.split("/");
      const at = this.items.findIndex(({ row }) => row && row.kind === kind && row.parameter.id === parameter);
      const column = this.columns.findIndex((index) => this.view.schemes[index].id === scheme);
      const { size, tops, scroll } = this;
      const visible = scroll.clientHeight - size.head;
      if (tops[at] < scroll.scrollTop) scroll.scrollTop = tops[at];
      else if (tops[at + 1] > scroll.scrollTop + visible) scroll.scrollTop = tops[at + 1] - visible;
      const [start, end] = [column * size.column, (column + 1) * size.column];
      const wide = scroll.clientWidth - size.label;
      if (start < scroll.scrollLeft) scroll.scrollLeft = start;
      else if (end > scroll.scrollLeft + wide) scroll.scrollLeft = end - wide;
      this.drawWindow();
    }
  }

  /** The number of values that are at most `value` in an ascending list. */
  function upper(list, value) {
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle] <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** What an element shows, said by a name by which the next drawing finds it. */
  const keyed = (key, made) => Object.assign(made, { key });

  /** Empty cells in the place of the columns that are out of sight. */
  function spaced(line) {
    const gap = () => el("td.gap", { "aria-hidden": "true" });
    line.firstElementChild.after(gap());
    line.append(gap());
  }

  /**
   * Give a parent these children. One that stands there already stays where it is, for the browser lays out anew only what is
   * put in: of one that says by its key what it shows only what differs is exchanged, another must be the same through and through.
   */
  function keep(parent, wanted) {
    const there = [...parent.childNodes];
    let from = 0;
    const nodes = wanted.map((made) => {
      const at = there.findIndex((old, k) => k >= from && (old === made || (made.key ? old.key === made.key : old.isEqualNode(made))));
      if (at < 0) return made;
      from = at + 1;
      return there[at] === made ? made : settled(there[at], made);
    });
    const staying = new Set(nodes);
    for (const old of there) if (!staying.has(old)) old.remove();
    nodes.forEach((node, k) => node !== parent.childNodes[k] && parent.insertBefore(node, parent.childNodes[k] || null));
  }

  /** The old one of two with the same key, where it can be made what the new one is; else the new one. */
  function settled(old, made) {
    for (const number of ["aria-rowindex", "aria-colindex"]) if (made.hasAttribute(number)) old.setAttribute(number, made.getAttribute(number));
    if (![...made.children].some((child) => child.key)) return old.isEqualNode(made) ? old : made;
    keep(old, [...made.childNodes]);
    return old;
  }

  Atlas.compare.table = Object.freeze({ Table, WHOLE });
})((globalThis.Atlas ??= {}));
