/* A pilot's record to all its documents; mirror of generator/drafting/measure.py, examples.py, frame.py and draft.py.
   The desk is { vocabulary, clauses, templates, peers, parameters, references, documents, procedure }. */
(function (Atlas) {
  "use strict";

  const { context, chaptersOf, known, stated, isRecord, has, units, written, order, size, guardrails, precedents, findings } = Atlas.drafting;
  const { protect, readDraft, openPoints, plainText } = Atlas.documents;

  const FORM = "documents/application-form.j2";
  const CELL = "documents/cell.j2";
  const DEFAULTS = [[500000, 12, "interest_only"], [1000000, 12, "equal_instalment"]];
  const NONE_SEEN = "—";
  const COMPARED_AT_MOST = 4;

  /** The draft text of each clause that applies, by its name. */
  const clauseTexts = (found, templates) =>
    Object.fromEntries(found.clauses.map((c) => [c.name, templates.render(c.template, found, protect)]));

  function measureText(found, texts, notes, form) {
    const lines = [`@title ${protect(found.doc.title)}`];
    if (found.doc.draft) lines.push("@subtitle （征求意见稿）");
    lines.push(`@notice ${found.words.notice}`);
    for (const [name, title, clauses] of chaptersOf(found)) {
      if (found.chapters) lines.push(`@chapter(chapter_${name}) ${title}`);
      for (const clause of clauses) {
        lines.push(texts[clause.name], ...(notes[clause.name] || []).map((note) => `@note ${protect(note)}`));
      }
    }
    if (found.annexes.form) lines.push("@annexes", `@annex(form) ${protect(found.scheme)}保费补贴申请表`, form);
    return `${lines.join("\n")}\n`;
  }

  function measure(found, templates, date, notes = {}) {
    const form = found.annexes.form ? templates.render(FORM, found, protect) : "";
    return readDraft(measureText(found, clauseTexts(found, templates), notes, form), date);
  }

  /** The pilot as the engines read a scheme: what is undecided is unread. */
  function asScheme(pilot, ids, day) {
    const parameters = {};
    for (const { id, modality } of ids) {
      const said = pilot.parameters[id] || { provisions: [] };
      const provisions = said.provisions
        .filter((p) => p.state === "stated" || p.state === "delegated")
        .map((p) => ({
          value: p.value === undefined ? null : p.value, state: p.state, when: p.when || {}, modality: p.modality || modality,
          adds: Boolean(p.adds), approx: Boolean(p.approx), to: p.to || null, ref: p.ref || null, evidence: [], note: null,
        }));
      const state = provisions.some((p) => p.state === "stated") ? "stated" : provisions.length ? "delegated" : "unread";
      parameters[id] = { state, provisions };
    }
    return {
      id: pilot.id,
      product: "guarantee_insurance",
      instrument: {
        effective_from: known(pilot.instrument.effective_from) || "unread",
        expires_on: known(pilot.instrument.expires_on) || "unread",
        application_deadline: null,
      },
      lifecycle: { status: "in_force", as_of: day, kept_in_force_by: [] },
      parameters,
    };
  }

  function requests(pilot, scheme, groups, day) {
    const first = (id) => (scheme.parameters[id].provisions.length ? scheme.parameters[id].provisions[0].value : null);
    const listed = (id, otherwise) => {
      const value = first(id);
      return isRecord(value) ? value.list : value || otherwise;
    };
    const cap = stated(first("loan_amount_cap"));
    const longest = (first("loan_term_max") || {}).months || 12;
    const routes = listed("enhancement_routes", ["insurance"]);
    const group = listed("key_support_groups", []).find((one) => has(groups, one));
    const starts = known(pilot.instrument.effective_from) || day;
    const wanted = [...DEFAULTS.map((one) => [one, false]), ...(group ? [[DEFAULTS[0], true]] : [])];
    return wanted.map(([[amount, months, repayment], favoured]) => ({
      amount: cap === null ? amount : Math.min(amount, cap),
      months: Math.min(months, longest),
      repayment,
      drawdown: starts.length === 10 ? starts : day,
      borrower: listed("borrower_classes", ["micro_small_enterprise"])[0],
      route: routes.includes("insurance") ? "insurance" : routes[0],
      ...(favoured ? { groups: [group] } : {}),
    }));
  }

  function example(request, answer, groups, methods) {
    const repayment = methods[request.repayment];
    const group = (request.groups || []).map((one) => groups[one]).join("");
    const { amount, months, drawdown } = request;
    const plain = { title: `${group}${repayment}贷款`, group, amount, months, repayment, drawdown };
    const { totals, rates } = answer;
    if (totals === null) {
      const error = answer.checks.find((check) => check.level === "error");
      return { ...plain, computed: false, reason: error ? error.message.zh : "所需数值尚未确定，暂不能举例。" };
    }
    return {
      ...plain,
      computed: true,
      rate: answer.annual_rate,
      interest: totals.interest,
      premium: totals.premium_paid_by_borrower,
      subsidy: totals.premium_subsidy_to_borrower,
      net: totals.net_cost,
      irr: rates ? written("rate", units(rates.annualised_irr) || 0n) : null,
    };
  }

  function examples(pilot, desk) {
    const day = desk.peers.as_of;
    const scheme = asScheme(pilot, desk.vocabulary.parameters, day);
    const groups = Object.fromEntries(desk.parameters.terms.group.map((term) => [term.id, term.label.zh]));
    return requests(pilot, scheme, groups, day).map((request) => {
      const answer = Atlas.costs.quote(request, scheme, desk.parameters, desk.references);
      return example(request, JSON.parse(Atlas.costs.write(answer)), groups, desk.vocabulary.words.methods);
    });
  }

  const sentence = (text) => (/[。！？]$/u.test(text) ? text : `${text}。`);

  function reasonsOf(pilot) {
    const found = {};
    for (const [id, said] of Object.entries(pilot.parameters)) {
      const text = said.provisions.filter((p) => p.reason).map((p) => sentence(p.reason)).join("");
      if (text) found[id] = text;
    }
    return found;
  }

  function groupsOf(found, desk, reasons, guards) {
    const clauseOf = {};
    for (const clause of desk.clauses) for (const id of clause.parameters) clauseOf[id] = clause.name;
    const sentences = {};
    for (const guard of guards) sentences[guard.id] = guard.numbers && guard.own !== null ? guard.text : "";
    const row = ({ id }) => {
      const article = found.article[clauseOf[id]] || 0;
      return { par: found.p[id], clause: article ? clauseOf[id] : "", article, reason: reasons[id] || "", guard: sentences[id] };
    };
    return desk.vocabulary.words.groups.map(([group, title]) => {
      const used = desk.vocabulary.parameters.filter((p) => p.group === group && found.p[p.id].used);
      return { title, rows: used.map(row) };
    }).filter((group) => group.rows.length);
  }

  function comparisonOf(found, desk, chosen) {
    const rows = [];
    for (const { id } of desk.vocabulary.parameters) {
      const cells = new Map(desk.peers.parameters[id].map((cell) => [cell.s, cell.text]));
      if (found.p[id].used && chosen.some((place) => cells.has(place))) {
        rows.push({ par: found.p[id], cells: chosen.map((place) => cells.get(place) || NONE_SEEN) });
      }
    }
    return rows;
  }

  function departuresOf(guards, peers, chosen, reasons) {
    const found = [];
    for (const guard of guards) {
      const cells = peers.parameters[guard.id].filter((cell) => chosen.includes(cell.s));
      const all = cells.map((cell) => size(cell, guard.basis)).filter((one) => one !== null).sort(order);
      const [low, high] = [all[0], all[all.length - 1]];
      if (guard.own === null || !all.length || (low <= guard.own && guard.own <= high)) continue;
      const difference = `本稿${guard.own > high ? "高" : "低"}于选定比较的${all.length}个地区。`;
      found.push({ label: guard.label, difference, reason: reasons[guard.id] || "" });
    }
    return found;
  }

  const shortName = (scheme) => (scheme.year ? `${scheme.place}（${scheme.year}）` : scheme.place);

  function frame(pilot, found, desk, guards, problems, points, worked, fiscal) {
    const { peers } = desk;
    const places = new Map(peers.schemes.map((scheme, place) => [scheme.id, place]));
    const chosen = (pilot.peers || []).filter((id) => places.has(id)).map((id) => places.get(id)).slice(0, COMPARED_AT_MOST);
    const reasons = reasonsOf(pilot);
    return {
      ...found,
      notice: found.words.notice,
      as_of: peers.as_of,
      background: (pilot.background || []).map(sentence),
      necessity: (pilot.necessity || []).map(sentence),
      process: (pilot.process || []).map((step) => ({ on: step.on || "", what: sentence(step.what) })),
      groups: groupsOf(found, desk, reasons, guards),
      chosen: chosen.map((place) => ({ ...peers.schemes[place], name: shortName(peers.schemes[place]) })),
      comparison: comparisonOf(found, desk, chosen),
      departures: departuresOf(guards, peers, chosen, reasons),
      ranked: guards.filter((g) => g.used && g.above !== null),
      counted: guards.filter((g) => g.used && g.n && g.above === null),
      missing: problems.filter((f) => f.code === "missing").map((f) => f.text),
      warnings: problems.filter((f) => f.code !== "missing").map((f) => f.text),
      points,
      procedure: desk.procedure,
      examples: worked,
      fiscal,
    };
  }

  function dayOf(pilot, day) {
    const issued = pilot.instrument.issued_on || "";
    return issued.length === 10 ? issued : day;
  }

  /** What every document and the page need: context, guardrails, findings, the measure and its undecided points. */
  function start(pilot, desk) {
    const found = context(pilot, desk.vocabulary, desk.clauses);
    const date = dayOf(pilot, desk.peers.as_of);
    const guards = guardrails(pilot, desk.vocabulary, desk.peers);
    const problems = findings(pilot, desk.peers, guards, desk.vocabulary.words.texts);
    const plain = measure(found, desk.templates, date);
    return { pilot, found, date, guards, findings: problems, measure: plain, points: openPoints(plain) };
  }

  /** The measure with its annotations. */
  function annotated(begun, desk) {
    const notes = {};
    for (const clause of desk.clauses) notes[clause.name] = precedents(begun.pilot, begun.guards, desk.peers, clause.parameters);
    return measure(begun.found, desk.templates, begun.date, notes);
  }

  /** One document's tree by its id; `measure` and `measure-annotated` too. */
  function document(name, begun, desk, fiscal = null) {
    if (name === "measure") return begun.measure;
    if (name === "measure-annotated") return annotated(begun, desk);
    const [, , template] = desk.documents.find(([id]) => id === name);
    const worked = examples(begun.pilot, desk);
    const around = frame(begun.pilot, begun.found, desk, begun.guards, begun.findings, begun.points, worked, fiscal);
    return readDraft(desk.templates.render(template, around, protect), begun.date);
  }

  /** The treasury engine's answer; `premises` are its request but for the day, which is the data's. */
  function fiscalAnswer(pilot, desk, premises) {
    const scheme = asScheme(pilot, desk.vocabulary.parameters, desk.peers.as_of);
    const request = { drawdown: desk.peers.as_of, ...premises };
    return JSON.parse(Atlas.costs.write(Atlas.fiscal.simulate(request, scheme, desk.parameters, desk.references)));
  }

  /** The premise in words and the lines of the table; null where a figure is missing. */
  function fiscalEffect(answer, premises, desk) {
    if (answer.outlay === null) return null;
    const { money, months, percent } = Atlas.chinese;
    const { lending, average_loan: average, default_rate: rate, loss_given_default: loss } = premises;
    const premise = `按年度发放贷款${money(lending)}、户均${money(average)}、平均期限${months(premises.months)}、违约率${percent(rate)}、违约后损失率${percent(loss)}测算：`;
    const lines = desk.vocabulary.words.outlay.map(([name, label]) => ({ label, amount: answer.outlay[name] }));
    return { premise, lines: lines.filter(({ amount }) => stated(amount) !== null && amount !== "0.00") };
  }

  /** What the draft says of each parameter in use, in plain words, by parameter. */
  function cellTexts(begun, desk) {
    const texts = {};
    for (const { id } of desk.vocabulary.parameters) {
      const par = begun.found.p[id];
      if (!par.used) continue;
      const tree = readDraft(`@title x\n@paragraph ${desk.templates.render(CELL, { par }, protect)}`, begun.date);
      texts[id] = plainText(tree).trimEnd().split("\n").pop();
    }
    return texts;
  }

  Object.assign(Atlas.drafting, { cellTexts, fiscalAnswer, fiscalEffect, start, document, clauseTexts, measureText, asScheme, examples });
})((globalThis.Atlas ??= {}));
