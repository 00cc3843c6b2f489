/* The fields of the drafting page that are no parameters: place, title, issuers, dates, basis, background. */
(function (Atlas) {
  "use strict";

  const { make, labelled, select, scalar, said } = Atlas.draftFields;
  const { called } = Atlas.draftFiles;

  const CHAPTERS = [["true", "分章"], ["false", "只列条文，不分章"]];
  const LEVELS = [["province", "省级"], ["city", "市级"], ["county", "县级"]];
  const BELOW = { province: ["city", "county"], city: ["county"], county: [] };

  const lines = (texts, label, hint) => {
    const node = make("textarea", { rows: 3, placeholder: hint });
    node.value = texts.join("\n");
    return { node: labelled(label, node), get: () => node.value.split("\n").map((line) => line.trim()).filter(Boolean) };
  };

  /** `《标题》（文号）` or the bare title. */
  function basisIn(line, known) {
    const found = /^《?(.+?)》?(?:（(.+)）)?$/u.exec(line);
    const same = known.find((one) => one.title === found[1]);
    return { title: found[1], number: found[2] || null, issued_on: null, expires_on: same ? same.expires_on : null, scheme: null, note: null };
  }

  /** `2026-09 做了什么`; a line without a date is undated. */
  function stepIn(line) {
    const found = /^([0-9]{4}(?:-[0-9]{2}){0,2})\s+(.+)$/u.exec(line);
    return found ? { on: found[1], what: found[2] } : { on: null, what: line };
  }

  /** Builds the fields into `box`; `changed()` is called on input. Gives { read(pilot) } which writes into a record. */
  function headFields(box, desk, pilot, changed) {
    const regions = Object.entries(desk.vocabulary.regions).sort(([a], [b]) => (a < b ? -1 : 1));
    const region = select(regions, pilot.region.code, "请选择");
    const place = scalar("text", pilot.place ? pilot.place.zh : "", "下级地名（不在列表时填）");
    const level = select(LEVELS, pilot.place ? pilot.place.level : "");
    const title = scalar("text", pilot.instrument.title, "文件名称");
    const name = scalar("text", pilot.name.zh, "业务名称（如 某市小额贷款保证保险）");
    const kind = select(Object.entries(desk.vocabulary.words.kinds), pilot.instrument.kind);
    const chapters = select(CHAPTERS, typeof pilot.chapters === "boolean" ? String(pilot.chapters) : "", "按条数决定");
    const issuers = scalar("text", (pilot.instrument.issuers || []).join("、"), "制定机关（用、分开）");
    const starts = scalar("date", pilot.instrument.effective_from, "施行日期");
    const validity = scalar("length", pilot.instrument.validity, "有效期");
    const basis = lines(pilot.basis.map((b) => `《${b.title}》${b.number ? `（${b.number}）` : ""}`), "制定依据（一行一件）", "《文件名称》（文号）");
    const background = lines(pilot.background, "起草背景（一行一段）", "");
    const necessity = lines(pilot.necessity, "必要性（一行一条）", "");
    const process = lines(pilot.process.map((step) => (step.on ? `${step.on} ${step.what}` : step.what)), "起草过程（一行一步）", "2026-09 召开座谈会");
    const peers = select(desk.peers.schemes.map((scheme) => [scheme.id, `${scheme.place}：${scheme.name}`]), "", "加一个");
    const chosen = make("ul", { class: "chosen" });
    let named = [...pilot.peers];
    const showPeers = () => {
      chosen.replaceChildren(...named.map((id) => {
        const scheme = desk.peers.schemes.find((one) => one.id === id);
        const remove = make("button", { type: "button", class: "small", "aria-label": `去掉${scheme ? scheme.name : id}` }, "去掉");
        remove.addEventListener("click", () => {
          named = named.filter((one) => one !== id);
          showPeers();
          changed();
        });
        return make("li", {}, `${scheme ? scheme.name : id} `, remove);
      }));
    };
    peers.addEventListener("change", () => {
      if (peers.value && !named.includes(peers.value)) named.push(peers.value);
      peers.value = "";
      showPeers();
    });
    showPeers();
    const grid = make(
      "div", { class: "fields" }, labelled("地区", region), place.node, labelled("级别", level), name.node, title.node, labelled("文件种类", kind), labelled("章", chapters),
      issuers.node, starts.node, validity.node, basis.node, background.node, necessity.node, process.node,
      make("div", { class: "field" }, labelled("写进比较表的方案（最多四个）", peers), chosen),
    );
    const asked = Atlas.draftAsked.askedFields(desk, pilot);
    box.replaceChildren(make("details", { class: "desk__group", open: true }, make("summary", {}, make("h2", {}, "文件")), grid), asked.node);
    box.oninput = changed;
    box.onchange = changed;
    const read = (editor, otherwise) => said(editor) ?? otherwise;
    return {
      /** Writes what the fields say into the record. */
      read(record) {
        const code = region.value || record.region.code;
        const own = read(place, "");
        const levels = BELOW[desk.levels[code]] || [];
        const at = levels.includes(level.value) ? level.value : levels[0];
        record.place = own && at ? { zh: own, level: at } : null;
        record.region = { code, zh: record.place ? own : desk.vocabulary.regions[code], level: record.place ? at : desk.levels[code] };
        record.name = { zh: read(name, "") || `${record.region.zh}小额贷款保证保险`, en: record.name.en };
        record.scheme = called(record.name.zh, record.region.zh);
        Object.assign(record.instrument, {
          title: read(title, "") || `${record.name.zh}实施办法`,
          kind: kind.value || "measures",
          issuers: read(issuers, "").split(/[、，]/u).map((one) => one.trim()).filter(Boolean),
          effective_from: read(starts, null),
          validity: read(validity, null),
        });
        record.basis = basis.get().map((line) => basisIn(line, record.basis));
        record.background = background.get();
        record.necessity = necessity.get();
        record.process = process.get().map(stepIn);
        record.peers = [...named];
        record.chapters = chapters.value ? chapters.value === "true" : null;
        asked.read(record);
      },
    };
  }

  Atlas.draftHead = Object.freeze({ headFields });
})((globalThis.Atlas ??= {}));
