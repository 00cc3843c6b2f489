/* Inputs for the values of each kind: built from the table of draft_kinds, read back as published JSON.
   An editor is { node, get }; `get` gives the value, or null where nothing is filled in, and throws Unreadable. */
(function (Atlas) {
  "use strict";

  const { isRecord, stated } = Atlas.drafting;
  const { TYPES, FIELDS, LISTS, SCALARS, CHARGE, OF_EVENT, OPERATORS, SYMBOLS, Unreadable } = Atlas.draftKinds;

  const PARTIES = ["bank", "insurer", "guarantor", "fund", "government:province", "government:city", "government:county"];
  const FEWEST_ROWS = 2;
  let counter = 0;

  /** An element with attributes and children; texts are only text. */
  function make(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) node.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  }

  /** A labelled control in a small box. */
  function labelled(label, control) {
    control.id ||= `field-${(counter += 1)}`;
    return make("div", { class: "field" }, make("label", { for: control.id }, label), control);
  }

  function select(options, chosen, blank = "—") {
    const node = make("select", {}, make("option", { value: "" }, blank));
    for (const [id, label] of options) node.append(make("option", { value: id, selected: id === chosen }, label));
    return node;
  }

  const HINTS = {
    money: "如 300万元", percent: "如 2.3%", markup: "如 40%", points: "如 150个基点", length: "如 12个月、90天", multiple: "如 10倍",
    whole: "整数", date: "如 2027-01-01",
  };

  function scalar(type, value, label) {
    if (type === "flag") {
      const node = select([["true", "是"], ["false", "否"]], stated(value) === null ? "" : String(value));
      return { node: labelled(label, node), get: () => (node.value ? node.value === "true" : null) };
    }
    const shown = stated(value) === null ? "" : TYPES[type].write(value);
    const node = make("input", { type: "text", value: shown, placeholder: HINTS[type] || "", autocomplete: "off" });
    const box = labelled(label, node);
    const fault = make("p", { class: "fault" });
    box.append(fault);
    return {
      node: box,
      get() {
        fault.textContent = "";
        node.removeAttribute("aria-invalid");
        if (!node.value.trim()) return null;
        try {
          return TYPES[type].read(node.value);
        } catch (error) {
          node.setAttribute("aria-invalid", "true");
          fault.textContent = error.message;
          throw error;
        }
      },
    };
  }

  /** What an editor says; a text that cannot be read is as good as none, its fault stands beside it. */
  function said(editor) {
    try {
      return editor.get();
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return null;
    }
  }

  const sortedTerms = (vocabulary, list) => Object.entries(vocabulary.terms[list] || {});

  function termList(vocabulary, list, given, label) {
    const chosen = given || [];
    const known = sortedTerms(vocabulary, list);
    const boxes = known.map(([id, name]) => {
      const box = make("input", { type: "checkbox", value: id, checked: chosen.includes(id) });
      return [box, make("label", { class: "tick" }, box, ` ${name}`)];
    });
    const own = chosen.filter((term) => !known.some(([id]) => id === term));
    const words = make("input", { type: "text", value: own.join("、"), placeholder: known.length ? "其他，用、分开" : "用、分开", autocomplete: "off" });
    const node = make("fieldset", { class: "terms" }, make("legend", {}, label), make("div", { class: "ticks" }, ...boxes.map(([, box]) => box)), labelled(known.length ? "其他" : label, words));
    return {
      node,
      get() {
        const typed = words.value.split(/[、，;；]/u).map((word) => word.trim()).filter(Boolean);
        const ticked = boxes.filter(([box]) => box.checked).map(([box]) => box.value);
        const all = [...new Set([...chosen.filter((term) => ticked.includes(term) || typed.includes(term)), ...ticked, ...typed])];
        return all.length ? all : null;
      },
    };
  }

  function parties(vocabulary, given, label) {
    const named = [...Object.keys(given || {}), ...PARTIES].filter((party, place, all) => all.indexOf(party) === place);
    const rows = named.map((party) => [party, scalar("percent", (given || {})[party], vocabulary.terms.party[party] || party)]);
    return {
      node: make("fieldset", {}, make("legend", {}, label), make("div", { class: "fields" }, ...rows.map(([, row]) => row.node))),
      get() {
        const found = rows.map(([party, row]) => [party, row.get()]).filter(([party, share]) => share !== null || (given && given[party] === null));
        return found.length ? Object.fromEntries(found) : null;
      },
    };
  }

  function events(vocabulary, given) {
    const of = (kind) => ((given || []).find((event) => kind in event) || {})[kind];
    const duration = (value) => {
      const unit = isRecord(value) ? ["months", "days", "working_days"].find((name) => stated(value[name]) !== null) : null;
      return unit ? { [unit]: value[unit] } : null;
    };
    const rows = OF_EVENT.EVENTS.map((kind) => {
      const value = of(kind) || {};
      const after = scalar("length", duration(value), "满多久");
      const consecutive = kind === "interest_overdue" ? scalar("flag", value.consecutive, "连续") : null;
      const from = kind === "overdue" ? null : term(vocabulary, "counted_from", value.counted_from, "起算");
      const nodes = [after, consecutive, from].filter(Boolean).map((one) => one.node);
      return { kind, after, consecutive, from, node: make("fieldset", {}, make("legend", {}, vocabulary.terms.event[kind]), make("div", { class: "fields" }, ...nodes)) };
    });
    const other = scalar("text", of("other"), "其他情形");
    return {
      node: make("div", {}, ...rows.map((row) => row.node), other.node),
      get() {
        const found = rows.map(({ kind, after, consecutive, from }) => {
          const length = after.get();
          if (!length) return of(kind) && !duration(of(kind)) ? { [kind]: of(kind) } : null;
          const marks = { ...(consecutive && consecutive.get() ? { consecutive: true } : {}), ...(from && from.get() ? { counted_from: from.get() } : {}) };
          return { [kind]: { ...length, ...marks } };
        });
        const words = other.get();
        const court = of("court_decision");
        const all = [...found, court === undefined ? null : { court_decision: court }, words ? { other: words } : null].filter(Boolean);
        return all.length ? all : null;
      },
    };
  }

  function term(vocabulary, list, value, label) {
    const node = select(sortedTerms(vocabulary, list), list === "op" ? SYMBOLS[value] : value);
    return { node: labelled(label, node), get: () => (node.value ? (list === "op" ? OPERATORS[node.value] : node.value) : null) };
  }

  function field(vocabulary, spec, value) {
    switch (spec.type) {
      case "term": return term(vocabulary, spec.list, value, spec.label);
      case "terms": return termList(vocabulary, spec.list, stated(value), spec.label);
      case "words": return { node: make("span", { hidden: true }), get: () => value || null };
      case "parties": return parties(vocabulary, value, spec.label);
      case "events": return events(vocabulary, value);
      case "record": {
        const inner = record(vocabulary, spec.fields, value || {});
        return { node: make("fieldset", {}, make("legend", {}, spec.label), inner.node), get: inner.get };
      }
      case "records": return rows(vocabulary, spec.fields, value || [], spec.label, 1);
      case "cap": return cap(vocabulary, spec, value);
      default: return scalar(spec.type, value, spec.label);
    }
  }

  function cap(vocabulary, spec, value) {
    const rule = term(vocabulary, spec.list, typeof value === "string" ? value : "", `${spec.label}（规则）`);
    const amount = scalar("money", typeof value === "number" ? value : null, `${spec.label}（金额）`);
    return { node: make("div", { class: "fields" }, rule.node, amount.node), get: () => rule.get() || amount.get() };
  }

  /** A record's fields; null where none is filled in. */
  function record(vocabulary, fields, value) {
    const editors = fields.map((spec) => [spec, field(vocabulary, spec, value[spec.key || spec.name])]);
    return {
      node: make("div", { class: "fields" }, ...editors.map(([, editor]) => editor.node)),
      get() {
        const found = {};
        for (const [spec, editor] of editors) {
          const given = editor.get();
          if (given !== null) found[spec.key || spec.name] = given;
          else if (spec.required && spec.type === "term") found[spec.key || spec.name] = "unstated";
        }
        return editors.some(([spec]) => (spec.key || spec.name) in found && found[spec.key || spec.name] !== "unstated") ? found : null;
      },
    };
  }

  function rows(vocabulary, fields, value, label, spare) {
    const count = Math.max(value.length + spare, spare > 1 ? FEWEST_ROWS : 1);
    const editors = Array.from({ length: count }, (_, place) => record(vocabulary, fields, value[place] || {}));
    const boxes = editors.map((editor, place) => make("fieldset", {}, make("legend", {}, `${label}${place + 1}`), editor.node));
    return {
      node: make("div", {}, ...boxes),
      get() {
        const found = editors.map((editor) => editor.get()).filter(Boolean);
        return found.length ? found : null;
      },
    };
  }

  function whole(kind, found) {
    if (found === null) return null;
    if (kind === "rate_formula") {
      const changed = [found.multiplier, found.add_bp].filter((one) => one !== undefined).length;
      if (found.fixed !== undefined) return { fixed: found.fixed };
      if (!found.reference || changed !== 1) throw new Unreadable("请选参照利率，并且只填上浮比例或者加基点");
      return { tenor: "unstated", ...found };
    }
    if (kind === "trigger") return { any_of: [], ...found };
    return found;
  }

  /** The editor of one value of a parameter. */
  function editor(vocabulary, parameter, value) {
    const { kind, label } = parameter;
    if (kind === "terms") {
      const given = isRecord(value) ? value : { list: value || [] };
      const list = termList(vocabulary, parameter.terms || "", given.list, label);
      const exclusive = make("input", { type: "checkbox", checked: Boolean(given.exclusive) });
      const open = make("input", { type: "checkbox", checked: Boolean(given.open) });
      list.node.append(make("div", { class: "ticks" }, make("label", { class: "tick" }, exclusive, " 仅限所列"), make("label", { class: "tick" }, open, " 所列未尽（等）")));
      return {
        node: list.node,
        get() {
          const found = list.get();
          if (!found) return null;
          return exclusive.checked || open.checked ? { list: found, exclusive: exclusive.checked, open: open.checked } : found;
        },
      };
    }
    if (kind === "charge_or_share" || kind === "limit") {
      const simple = scalar(kind === "limit" ? "money" : "percent", isRecord(value) ? null : value, kind === "limit" ? "金额" : "占保费的比例");
      const full = record(vocabulary, kind === "limit" ? FIELDS.limit : CHARGE, isRecord(value) ? value : {});
      return { node: make("div", {}, simple.node, make("p", { class: "hint" }, "或者："), full.node), get: () => simple.get() ?? full.get() };
    }
    if (LISTS[kind]) return rows(vocabulary, LISTS[kind], value || [], label, 2);
    if (FIELDS[kind]) {
      const inner = record(vocabulary, FIELDS[kind], value || {});
      return { node: inner.node, get: () => whole(kind, inner.get()) };
    }
    return scalar(SCALARS[kind], value, label);
  }

  Atlas.draftFields = Object.freeze({ make, labelled, select, scalar, said, termList, term, record, editor });
})((globalThis.Atlas ??= {}));
