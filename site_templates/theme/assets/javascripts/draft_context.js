/* A pilot's record to the context of its documents; mirror of generator/drafting/shapes.py and context.py. */
(function (Atlas) {
  "use strict";

  const has = (record, key) => Object.prototype.hasOwnProperty.call(record, key);
  const named = (labels, id) => (typeof id === "string" && has(labels, id) ? labels[id] : id);
  const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

  const SUBSIDY_CAPS = ["premium_paid", "fee_paid", "interest_paid"];
  const EVENTS = ["interest_overdue", "principal_overdue", "overdue", "court_decision", "other"];

  /** The value, or null where the text leaves it open. */
  const stated = (value) => (value === undefined || value === "unstated" ? null : value);
  const parties = (shares) => Object.entries(shares || {}).map(([party, share]) => ({ party, share: stated(share) }));

  function span(value) {
    const found = { text: null, above_money: null, up_to_money: null, above_time: null, up_to_time: null };
    if (typeof value === "string") found.text = value;
    else {
      for (const key of ["above", "up_to"]) {
        const part = stated(value[key]);
        if (part !== null) found[`${key}_${isRecord(part) ? "time" : "money"}`] = part;
      }
    }
    return found;
  }

  function terms(value, labels) {
    const given = isRecord(value) ? value : { list: value };
    return {
      list: given.list.map((term) => named(labels, term)),
      exclusive: Boolean(given.exclusive),
      open: Boolean(given.open),
      own: Object.keys(labels).length === 0,
    };
  }

  function length(value) {
    if (!isRecord(value)) return null;
    const unit = ["months", "days", "working_days"].find((name) => stated(value[name]) !== null);
    return unit ? { [unit]: value[unit] } : null;
  }

  function event(given) {
    const type = EVENTS.find((name) => has(given, name));
    const known = isRecord(given[type]) ? given[type] : {};
    return {
      type,
      after: length(known),
      consecutive: Boolean(known.consecutive),
      counted_from: stated(known.counted_from),
      text: typeof given[type] === "string" ? given[type] : "",
    };
  }

  /** The function that gives a value as the templates read it; `table` has the fields of each shape. */
  function shaper(table) {
    const fields = (value, name) => Object.fromEntries(table[name].map((key) => [key, stated(value[key])]));

    function trigger(value) {
      return {
        ...fields(value, "trigger"),
        scope: stated(value.scope) || [],
        effect: value.effect ? fields(value.effect, "effect") : null,
        any_of: (value.any_of || []).map((part) => fields(part, "threshold")),
      };
    }

    function subsidy(value) {
      const cap = stated(value.cap);
      const ruled = SUBSIDY_CAPS.includes(cap) ? cap : null;
      return { ...fields(value, "subsidy"), cap_rule: ruled, cap_money: ruled ? null : cap };
    }

    const sharing = (name) => (value) => ({ ...fields(value, name), shares: parties(value.shares) });
    const plain = (name) => (value) => fields(value, name);

    /** A fund with its year as words: 2027年度, or what the text says instead. */
    function fund(value) {
      const found = fields(value, "fund");
      return { ...found, year: /^[0-9]{4}$/.test(found.year || "") ? `${found.year}年度` : found.year };
    }

    const SHAPES = {
      rate_formula(value) {
        const add = stated(value.add_bp);
        return { ...fields(value, "rate_formula"), minus_bp: add !== null && add < 0 ? -add : null };
      },
      cost_cap: plain("cost_cap"),
      charge: plain("charge"),
      charge_or_share: (value) =>
        isRecord(value) ? { ...fields(value, "charge"), share: null } : { ...fields({}, "charge"), share: value },
      shares: sharing("shares"),
      layers: (value) => value.map(sharing("layer")),
      compensation: (value) => ({
        ...fields(value, "compensation"),
        above: value.above ? fields(value.above, "threshold") : null,
      }),
      limit: (value) =>
        isRecord(value) ? { ...fields(value, "limit"), amount: null } : { ...fields({}, "limit"), amount: value },
      recovery: sharing("recovery"),
      trigger,
      claim_events: (value) => ({ after_recourse: stated(value.after_recourse), any_of: value.any_of.map(event) }),
      subsidy,
      reward: plain("reward"),
      funds: (value) => value.map(fund),
      range: plain("range"),
      date_window: plain("date_window"),
      cycle: (value) => ({ ...fields(value, "cycle"), within: length(value.within) }),
    };

    /** The value of a parameter of that kind; null stays null. */
    return function shaped(kind, value, labels, regions) {
      if (stated(value) === null) return null;
      if (kind === "terms") return terms(value, labels);
      if (kind === "area") return { ...fields(value, "area"), name: named(regions, value.area) };
      return has(SHAPES, kind) ? SHAPES[kind](value) : value;
    };
  }

  const USED = ["stated", "delegated", "undecided"];
  const PLAIN_CASES = ["purpose", "phase", "event", "institution", "region", "route", "for"];
  const FEWEST_FOR_CHAPTERS = 18;
  const RESUMPTION = ["threshold", "lasting", "condition", "approval_by"];

  const known = (date) => (typeof date === "string" && /^[0-9]/.test(date) ? date : null);

  /** What every draft must settle and this one neither settles nor leaves out on purpose. */
  function undecided(pilot, words) {
    const settled = new Set(pilot.omitted || []);
    for (const [name, said] of Object.entries(pilot.parameters)) if (said.provisions.length) settled.add(name);
    return words.core.filter(([name, instead]) => ![name, ...instead].some((id) => settled.has(id))).map(([name]) => name);
  }

  function caseOf(when, vocabulary) {
    const keys = Object.keys(when);
    const found = { any: keys.length > 0, only_route: keys.length === 1 && keys[0] === "route" };
    for (const [key, list] of [["borrower", "borrower"], ["group", "group"], ["not_group", "group"]]) {
      found[key] = [when[key] || []].flat().map((term) => named(vocabulary.terms[list], term));
    }
    for (const key of PLAIN_CASES) found[key] = stated(when[key]);
    found.institution = named(vocabulary.terms.party, found.institution);
    found.region = named(vocabulary.regions, found.region);
    for (const key of ["term", "amount"]) found[key] = stated(when[key]) === null ? null : span(when[key]);
    return found;
  }

  function provisionOf(provision, parameter, vocabulary) {
    const labels = vocabulary.terms[parameter.terms || ""] || {};
    return {
      open: provision.state === "undecided",
      delegated: provision.state === "delegated",
      value: vocabulary.shaped(parameter.kind, provision.value, labels, vocabulary.regions),
      case: caseOf(provision.when || {}, vocabulary),
      modality: provision.modality || parameter.modality,
      adds: Boolean(provision.adds),
      approx: Boolean(provision.approx),
      to: stated(provision.to),
      ref: stated(provision.ref),
      resumption: resumptionOf(provision.resumption || {}),
    };
  }

  /** A rule of resumption with every field; null where nothing of it is settled. */
  function resumptionOf(given) {
    const found = Object.fromEntries(RESUMPTION.map((name) => [name, stated(given[name])]));
    return Object.values(found).some((part) => part !== null) ? found : null;
  }

  /** The articles with a provision for a group of its own, by their subject. */
  function specialOf(parameters, used, words) {
    const grouped = words.for_groups.filter(([id]) => parameters[id].provisions.some((p) => p.case.group.length));
    return grouped.map(([id, label]) => ({ label, clause: used.find((c) => c.parameters.includes(id)).name }));
  }

  /** The opinions with the number of their article (0: on the whole), and how many were adopted. */
  function responsesOf(pilot, used, { adopted }) {
    const list = (pilot.responses || []).map((one) => ({
      by: one.by,
      opinion: one.opinion,
      article: used.findIndex((c) => c.parameters.includes(one.parameter)) + 1,
      adopted: has(adopted, one.adopted) ? adopted[one.adopted] : "",
      reason: one.reason || "",
    }));
    const count = Object.fromEntries(Object.entries(adopted).map(([name, label]) => [name, list.filter((one) => one.adopted === label).length]));
    return { list, count };
  }

  /** The title of the articles of which a work plan, that has none, is the short form. */
  const measureTitle = (plan) => `${plan.replace(/方案$/u, "").replace(/工作$/u, "")}实施办法`;

  function parameterOf(parameter, said, opened, vocabulary) {
    const kept = said ? said.provisions.filter((p) => USED.includes(p.state)) : [];
    const provisions = kept.map((p) => provisionOf(p, parameter, vocabulary));
    const lone = provisions.length === 1 ? provisions[0] : null;
    return {
      id: parameter.id,
      label: parameter.label,
      kind: parameter.kind,
      used: provisions.length > 0 || opened,
      open: opened,
      provisions,
      plain: lone && !lone.case.any && !lone.adds ? lone : null,
      many: provisions.length > 1,
    };
  }

  function routesOf(parameters) {
    const labels = parameters.enhancement_routes.provisions.flatMap((p) => (p.value ? p.value.list : []));
    const guarantee =
      labels.includes("融资担保") || parameters.guarantee_fee_cap.used || parameters.guarantee_fee_subsidy.used;
    return { insurance: labels.length === 0 || labels.includes("保证保险"), guarantee };
  }

  /** Everything the templates may name; `vocabulary` and `clauses` are the desk's. */
  function context(pilot, vocabulary, clauses) {
    const { words } = vocabulary;
    const needed = undecided(pilot, words);
    const local = {
      ...vocabulary,
      regions: { ...vocabulary.regions, [pilot.region.code]: pilot.region.zh },
      shaped: shaper(words.fields),
    };
    const parameters = {};
    for (const parameter of vocabulary.parameters) {
      const said = pilot.parameters[parameter.id];
      parameters[parameter.id] = parameterOf(parameter, said, needed.includes(parameter.id), local);
    }
    const used = clauses.filter((c) => c.always || c.parameters.some((name) => parameters[name].used));
    const instrument = pilot.instrument;
    const planned = instrument.kind === "plan";
    const kind = planned ? "measures" : instrument.kind || "measures";
    const place = pilot.region.zh;
    const issuers = instrument.issuers || [];
    const routes = routesOf(parameters);
    return {
      words,
      place: { zh: place, level: pilot.region.level, ours: has(words.ours, place.slice(-1)) ? words.ours[place.slice(-1)] : "本地" },
      scheme: pilot.scheme || "小额贷款保证保险",
      doc: {
        title: planned ? measureTitle(instrument.title) : instrument.title,
        kind: words.kinds[kind],
        this: words.this[kind],
        purpose: words.purpose,
        draft: true,
        plan: planned ? instrument.title : "",
        effective_from: known(instrument.effective_from),
        expires_on: known(instrument.expires_on),
        validity: stated(instrument.validity),
      },
      issuers,
      lead: issuers.length ? issuers[0] : `${place}人民政府`,
      special: specialOf(parameters, used, words),
      consultation: Object.fromEntries(words.consultation.map((name) => [name, stated((pilot.consultation || {})[name])])),
      responses: responsesOf(pilot, used, words),
      basis: (pilot.basis || []).map((b) => ({ title: b.title, number: b.number || "" })),
      p: parameters,
      has: Object.fromEntries(clauses.map((c) => [c.name, used.includes(c)])),
      article: Object.fromEntries(used.map((c, number) => [c.name, number + 1])),
      routes,
      annexes: { form: routes.insurance && parameters.premium_subsidy.used },
      chapters: typeof pilot.chapters === "boolean" ? pilot.chapters : used.length >= FEWEST_FOR_CHAPTERS,
      clauses: used.map(({ name, title, chapter, template }) => ({ name, title, chapter, template })),
    };
  }

  /** Id, heading and clauses of each chapter that has any. */
  const chaptersOf = (found) =>
    found.words.chapters.map(([name, title]) => [name, title, found.clauses.filter((c) => c.chapter === name)]).filter((c) => c[2].length);

  Atlas.drafting = { context, chaptersOf, known, stated, isRecord, has, USED };
})((globalThis.Atlas ??= {}));
