/* A pilot's file: the small part of YAML that such files use, read and written, and the record of the drafts made from it.
   Every scalar is text; a file that uses more (anchors, tags, block texts) is refused with its line. */
(function (Atlas) {
  "use strict";

  const { isRecord, has } = Atlas.drafting;
  const { toWritten, fromWritten, resumptionOut, resumptionIn, TYPES } = Atlas.draftKinds;

  /** A file that cannot be read; the message starts with the line. */
  class Unreadable extends Error {}

  const LARGEST = 400000;
  const PLAIN = /^[0-9A-Za-z\u3400-\u9fff《（“][^\n"'#:,{}[\]&*!|>%@`]*%?$/u;
  const refuse = (line, message) => {
    throw new Unreadable(`第${line}行：${message}`);
  };

  /** Removes a comment that stands outside quotes. */
  function uncommented(text) {
    let quote = "";
    for (let place = 0; place < text.length; place++) {
      const c = text[place];
      if (quote === '"' && c === "\\") place++;
      else if (quote) quote = c === quote ? "" : quote;
      else if ((c === '"' || c === "'") && /^$|[\s[{,:-]$/.test(text.slice(0, place))) quote = c;
      else if (c === "#" && (place === 0 || /\s/.test(text[place - 1]))) return text.slice(0, place);
    }
    return text;
  }

  /** Reads one flow value (text, list or record) from a place of a text. */
  class Flow {
    constructor(text, line) {
      Object.assign(this, { text, line, place: 0 });
    }

    blank() {
      while (/\s/.test(this.text[this.place] || "")) this.place++;
    }

    value(stops) {
      this.blank();
      const c = this.text[this.place];
      if (c === "{") return this.record();
      if (c === "[") return this.list();
      if (c === '"' || c === "'") return this.quoted(c);
      if (c !== undefined && "&*!|>@`%".includes(c)) refuse(this.line, `不能用 ${c} 开头；请加引号`);
      const start = this.place;
      while (this.place < this.text.length && !this.stopped(stops)) this.place++;
      return this.text.slice(start, this.place).trim();
    }

    stopped(stops) {
      const c = this.text[this.place];
      return stops.includes(c) && (c !== ":" || /^$|[\s,\]}]/.test(this.text[this.place + 1] || ""));
    }

    quoted(mark) {
      let end = this.place + 1;
      while (end < this.text.length && (this.text[end] !== mark || (mark === "'" && this.text[end + 1] === "'"))) {
        end += this.text[end] === "\\" && mark === '"' ? 2 : this.text[end] === "'" && mark === "'" ? 2 : 1;
      }
      if (end >= this.text.length) refuse(this.line, "引号没有写完");
      const inside = this.text.slice(this.place, end + 1);
      this.place = end + 1;
      if (mark === "'") return inside.slice(1, -1).replaceAll("''", "'");
      try {
        return JSON.parse(inside);
      } catch {
        return refuse(this.line, "引号里的写法不对");
      }
    }

    take(mark) {
      this.blank();
      if (this.text[this.place] !== mark) return false;
      this.place++;
      return true;
    }

    list() {
      const found = [];
      this.place++;
      while (!this.take("]")) {
        if (this.place >= this.text.length) refuse(this.line, "方括号没有写完");
        found.push(this.value(",]"));
        if (!this.take(",") && this.text[this.place] !== "]") refuse(this.line, "列表里缺少逗号");
      }
      return found;
    }

    record() {
      const found = {};
      this.place++;
      while (!this.take("}")) {
        if (this.place >= this.text.length) refuse(this.line, "花括号没有写完");
        const key = this.key();
        if (!this.take(":")) refuse(this.line, `“${key}”后缺少冒号`);
        put(found, key, this.value(",}"), this.line);
        if (!this.take(",") && this.text[this.place] !== "}") refuse(this.line, "花括号里缺少逗号");
      }
      return found;
    }

    /** A key stops at `: `; one like government:city may hold a colon. */
    key() {
      return this.value(":,}");
    }

    whole() {
      const found = this.value("");
      this.blank();
      if (this.place < this.text.length) refuse(this.line, "这一行读不懂；文字里有标点时请加引号");
      return found;
    }
  }

  function put(record, key, value, line) {
    if (typeof key !== "string" || !key) refuse(line, "缺少字段名");
    if (has(record, key)) refuse(line, `“${key}”写了两次`);
    Object.defineProperty(record, key, { value, enumerable: true, writable: true, configurable: true });
  }

  function linesOf(text) {
    if (text.length > LARGEST) throw new Unreadable("文件太大");
    const found = [];
    text.replace(/^\uFEFF/, "").split(/\r?\n/).forEach((raw, place) => {
      const line = uncommented(raw).trimEnd();
      if (/^\s*\t/.test(line)) refuse(place + 1, "缩进请用空格");
      if (line.trim() && line !== "---") found.push({ indent: line.search(/\S/), text: line.trim(), number: place + 1 });
    });
    return joined(found);
  }

  /** Flow values that run over several lines are made one line. */
  function joined(lines) {
    const found = [];
    for (const line of lines) {
      const last = found[found.length - 1];
      if (last && last.open > 0) {
        last.text += ` ${line.text}`;
        last.open += balance(line.text);
      } else found.push({ ...line, open: /(^|[:-]\s)[[{]/.test(line.text) ? balance(line.text) : 0 });
    }
    return found;
  }

  function balance(text) {
    const bare = text.replace(/"(?:\\.|[^"\\])*"|'[^']*'/g, "");
    return (bare.match(/[[{]/g) || []).length - (bare.match(/[\]}]/g) || []).length;
  }

  const KEY = /^((?:"(?:\\.|[^"\\])*")|[^\s"'[\]{},#&*!|>%@`][^\s"]*?):(?:\s+(.*))?$/;

  /** The value of a text of YAML: texts, lists and records; throws Unreadable. */
  function parse(text) {
    const lines = linesOf(text);
    if (!lines.length) throw new Unreadable("文件是空的");
    const [value, next] = block(lines, 0, lines[0].indent);
    if (next < lines.length) refuse(lines[next].number, "缩进不对");
    return value;
  }

  function block(lines, start, indent) {
    return lines[start].text.startsWith("- ") || lines[start].text === "-" ? sequence(lines, start, indent) : mapping(lines, start, indent);
  }

  function nested(lines, next, indent, line, allowSame) {
    const following = lines[next];
    const deeper = following && (following.indent > indent || (allowSame && following.indent === indent && /^-( |$)/.test(following.text)));
    if (!deeper) refuse(line.number, "缺少内容");
    return block(lines, next, following.indent);
  }

  function sequence(lines, start, indent) {
    const found = [];
    let next = start;
    while (next < lines.length && lines[next].indent === indent && /^-( |$)/.test(lines[next].text)) {
      const line = lines[next];
      const rest = line.text.slice(1).trim();
      const inner = indent + 2 + line.text.slice(2).search(/\S/);
      if (!rest) {
        const [value, after] = nested(lines, next + 1, indent, line, false);
        found.push(value);
        next = after;
      } else if (KEY.test(rest) && !/^[[{"']/.test(rest)) {
        const own = [...lines.slice(0, next), { ...line, indent: inner, text: rest }, ...lines.slice(next + 1)];
        const [value, after] = mapping(own, next, inner);
        found.push(value);
        next = after;
      } else {
        found.push(new Flow(rest, line.number).whole());
        next++;
      }
    }
    if (next < lines.length && lines[next].indent > indent) refuse(lines[next].number, "缩进不对");
    return [found, next];
  }

  function mapping(lines, start, indent) {
    const found = {};
    let next = start;
    while (next < lines.length && lines[next].indent === indent && !/^-( |$)/.test(lines[next].text)) {
      const line = lines[next];
      const parts = KEY.exec(line.text) || refuse(line.number, "应写成 字段: 值");
      const key = parts[1].startsWith('"') ? JSON.parse(parts[1]) : parts[1];
      let value;
      if (parts[2] === undefined || parts[2] === "") [value, next] = nested(lines, next + 1, indent, line, true);
      else {
        value = new Flow(parts[2], line.number).whole();
        next++;
      }
      put(found, key, value, line.number);
    }
    if (next < lines.length && lines[next].indent > indent) refuse(lines[next].number, "缩进不对");
    return [found, next];
  }

  /** A text as a scalar: bare where nothing in it can be mistaken. */
  const scalar = (text) => (PLAIN.test(text) && text.trim() === text && !/^[0-9]+$/.test(text) ? text : JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`));

  function flow(value) {
    if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
    if (isRecord(value)) return `{${Object.entries(value).map(([key, one]) => `${key}: ${flow(one)}`).join(", ")}}`;
    return scalar(value);
  }

  // --- the pilot's file ---------------------------------------------------------------------------------------------

  const bounds = (value) => (isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, isRecord(one) ? TYPES.length.write(one) : TYPES.money.write(one)])) : value);

  function whenOut(when) {
    return Object.fromEntries(Object.entries(when).map(([key, value]) => [key, key === "term" || key === "amount" ? bounds(value) : value]));
  }

  function whenIn(when, path) {
    const read = (text) => (/元$/.test(text) ? TYPES.money.read(text) : TYPES.length.read(text));
    return Object.fromEntries(Object.entries(when).map(([key, value]) => {
      if ((key !== "term" && key !== "amount") || !isRecord(value)) return [key, value];
      return [key, Object.fromEntries(Object.entries(value).map(([name, text]) => [name, read(text, path)]))];
    }));
  }

  function provisionLines(provision, kind) {
    const lines = [];
    const say = (key, text) => lines.push(`${lines.length ? "      " : "    - "}${key}: ${text}`);
    if (provision.value !== null && provision.value !== undefined) say("value", flow(toWritten(kind, provision.value)));
    if (provision.state !== "stated") say("state", provision.state);
    if (provision.to) say("to", provision.to);
    if (provision.ref) say("ref", scalar(provision.ref));
    if (Object.keys(provision.when || {}).length) say("when", flow(whenOut(provision.when)));
    if (provision.modality) say("modality", provision.modality);
    if (provision.adds) say("adds", "true");
    if (provision.reason) say("reason", scalar(provision.reason));
    if (provision.note) say("note", scalar(provision.note));
    if (provision.resumption) {
      const rule = resumptionOut(provision.resumption);
      say("resumption", Object.keys(rule).length ? flow(rule) : "undecided");
    }
    if ((provision.follows || []).length) {
      say("follows", flow(provision.follows.map((f) => ({ scheme: f.scheme, ...(f.parameter ? { parameter: f.parameter } : {}) }))));
    }
    return lines;
  }

  /** The file of a pilot's record; `kinds` gives each parameter's kind. */
  function pilotFile(pilot, kinds) {
    const { instrument } = pilot;
    const lines = [`id: ${pilot.id}`, `name: ${flow({ zh: pilot.name.zh, ...(pilot.name.en ? { en: pilot.name.en } : {}) })}`];
    lines.push(`region: ${JSON.stringify(pilot.region.code)}`);
    if (pilot.place) lines.push(`place: ${flow({ zh: pilot.place.zh, level: pilot.place.level })}`);
    if (pilot.example) lines.push("example: true");
    if (pilot.begun_from) lines.push(`begun_from: ${pilot.begun_from}`);
    if (typeof pilot.chapters === "boolean") lines.push(`chapters: ${pilot.chapters}`);
    lines.push(`product: ${pilot.product || "guarantee_insurance"}`, "instrument:", `  title: ${scalar(instrument.title)}`, `  kind: ${instrument.kind}`);
    if ((instrument.issuers || []).length) lines.push(`  issuers: ${flow(instrument.issuers)}`);
    for (const key of ["issued_on", "effective_from", "expires_on", "application_deadline"]) {
      if (instrument[key]) lines.push(`  ${key}: ${instrument[key]}`);
    }
    if (instrument.validity) lines.push(`  validity: ${TYPES.length.write(instrument.validity)}`);
    if ((pilot.basis || []).length) {
      lines.push("legal_basis:");
      for (const basis of pilot.basis) {
        const said = { title: basis.title, number: basis.number, issued_on: basis.issued_on, valid_until: basis.expires_on, scheme: basis.scheme, note: basis.note };
        lines.push(`  - ${flow(Object.fromEntries(Object.entries(said).filter(([, value]) => value)))}`);
      }
    }
    for (const [key, texts] of [["background", pilot.background], ["reasons", pilot.necessity]]) {
      if ((texts || []).length) lines.push(`${key}:`, ...texts.map((text) => `  - ${scalar(text)}`));
    }
    if ((pilot.process || []).length) {
      lines.push("process:", ...pilot.process.map((step) => `  - ${flow({ on: step.on || "undecided", what: step.what })}`));
    }
    const asked = Object.entries(pilot.consultation || {}).filter(([, value]) => value);
    if (asked.length) lines.push("consultation:", ...asked.map(([key, value]) => `  ${key}: ${/_on$/.test(key) ? value : scalar(value)}`));
    if ((pilot.responses || []).length) {
      lines.push("responses:", ...pilot.responses.map((one) => `  - ${flow(Object.fromEntries(Object.entries(one).filter(([, value]) => value)))}`));
    }
    if ((pilot.peers || []).length) lines.push(`peers: ${flow(pilot.peers)}`);
    if ((pilot.omitted || []).length) lines.push(`omitted: ${flow(pilot.omitted)}`);
    const said = Object.keys(kinds).filter((id) => pilot.parameters[id] && pilot.parameters[id].provisions.length);
    lines.push(said.length ? "parameters:" : "parameters: {}");
    for (const id of said) {
      lines.push(`  ${id}:`, ...pilot.parameters[id].provisions.flatMap((one) => provisionLines(one, kinds[id])));
    }
    return `${lines.join("\n")}\n`;
  }

  const settled = (value) => (value === undefined || value === "undecided" ? null : value);
  const list = (value, path) => (value === undefined ? [] : Array.isArray(value) ? value : fault(path, "应是列表"));
  function fault(path, message) {
    throw new Unreadable(`${path}：${message}`);
  }

  const STATES = ["stated", "undecided", "delegated", "not_applicable"];
  const RANK = ["stated", "delegated", "undecided", "not_applicable"];

  function provisionIn(node, kind, path) {
    if (!isRecord(node)) fault(path, "应是一组字段");
    const state = node.state || "stated";
    if (!STATES.includes(state)) fault(`${path}.state`, "不认识的状态");
    const value = node.value === undefined ? null : fromWritten(kind, node.value, `${path}.value`);
    if (state === "stated" && value === null) fault(path, "要写 value；没有定下来就写 state: undecided");
    return {
      value, state, when: whenIn(node.when || {}, path), modality: node.modality || null, adds: node.adds === "true",
      to: node.to || null, ref: node.ref || null, reason: node.reason || null, note: node.note || null,
      resumption: node.resumption === undefined ? null : resumptionIn(node.resumption, `${path}.resumption`),
      follows: list(node.follows, `${path}.follows`).map((f) => ({ scheme: f.scheme, parameter: f.parameter || null })),
    };
  }

  const ASKED = ["announced_on", "closes_on", "address", "postcode", "email", "phone", "website"];

  function consultationIn(node) {
    if (node === undefined) return null;
    if (!isRecord(node)) fault("consultation", "应是一组字段");
    return Object.fromEntries(ASKED.map((key) => [key, settled(node[key])]));
  }

  function responseIn(node, number) {
    if (!isRecord(node) || !node.by || !node.opinion) fault(`responses[${number + 1}]`, "要写 by 和 opinion");
    return { by: node.by, opinion: node.opinion, parameter: node.parameter || null, adopted: settled(node.adopted), reason: node.reason || null };
  }

  /** What the loan is called: the name without the place, and without 试点, 方案 or a remark in brackets after. */
  function called(name, place) {
    const bare = name.replace(/（[^（）]*）$/u, "");
    const own = bare.startsWith(place) ? bare.slice(place.length) : bare;
    return own.replace(/试点$/u, "").replace(/方案$/u, "") || name;
  }

  /** The record of a pilot's file; `desk` gives kinds and regions. Throws Unreadable of this module or of draftKinds. */
  function readPilot(text, vocabulary, levels) {
    const file = parse(text);
    if (!isRecord(file) || !isRecord(file.instrument) || !isRecord(file.parameters)) throw new Unreadable("不是试点文件：缺少 instrument 或 parameters");
    const code = String(file.region || "");
    const known = has(vocabulary.regions, code) ? { zh: vocabulary.regions[code], level: levels[code] } : fault("region", "不认识的行政区划代码");
    const place = isRecord(file.place) ? { zh: file.place.zh, level: file.place.level } : null;
    const shown = place || known;
    const name = isRecord(file.name) ? file.name : { zh: "" };
    const instrument = file.instrument;
    const validity = settled(instrument.validity);
    const issuers = settled(instrument.issuers);
    const parameters = {};
    for (const [id, provisions] of Object.entries(file.parameters)) {
      const parameter = vocabulary.parameters.find((one) => one.id === id);
      if (!parameter) {
        if (["reported_outcomes", "projected_outcomes"].includes(id)) continue;
        fault(`parameters.${id}`, "不认识的参数");
      }
      const found = list(provisions, `parameters.${id}`).map((one, number) => provisionIn(one, parameter.kind, `${parameter.label}[${number + 1}]`));
      const state = found.map((one) => one.state).sort((a, b) => RANK.indexOf(a) - RANK.indexOf(b))[0] || "undecided";
      parameters[id] = { state, provisions: found };
    }
    return {
      id: file.id || "draft",
      name: { zh: name.zh || "", en: name.en || "" },
      scheme: called(name.zh || "", shown.zh),
      example: file.example === "true",
      product: file.product || "guarantee_insurance",
      region: { code, zh: shown.zh, level: shown.level },
      place,
      instrument: {
        title: instrument.title || "", kind: instrument.kind || "measures", issuers: issuers || [],
        issued_on: settled(instrument.issued_on), effective_from: settled(instrument.effective_from), expires_on: settled(instrument.expires_on),
        validity: validity ? TYPES.length.read(validity) : null, application_deadline: settled(instrument.application_deadline),
      },
      basis: list(file.legal_basis, "legal_basis").map((b) => ({
        title: b.title, number: b.number || null, issued_on: b.issued_on || null, expires_on: b.valid_until || null, scheme: b.scheme || null, note: b.note || null,
      })),
      background: list(file.background, "background"),
      necessity: list(file.reasons, "reasons"),
      process: list(file.process, "process").map((step) => ({ on: settled(step.on), what: step.what })),
      consultation: consultationIn(file.consultation),
      responses: list(file.responses, "responses").map(responseIn),
      peers: list(file.peers, "peers"),
      begun_from: file.begun_from || null,
      chapters: file.chapters === undefined ? null : file.chapters === "true",
      omitted: list(file.omitted, "omitted"),
      parameters,
    };
  }

  Atlas.draftFiles = Object.freeze({ Unreadable, parse, pilotFile, readPilot, called });
})((globalThis.Atlas ??= {}));
