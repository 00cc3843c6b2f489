/* The fields of the drafting page on the consultation: where opinions go and until when, and what came in. */
(function (Atlas) {
  "use strict";

  const { make, labelled, select, scalar, said } = Atlas.draftFields;

  const PLACES = [
    ["announced_on", "公告日期", "date"], ["closes_on", "反馈截止日期", "date"], ["address", "通信地址", "text"], ["postcode", "邮政编码", "text"],
    ["email", "电子邮箱", "text"], ["phone", "联系电话", "text"], ["website", "网站", "text"],
  ];
  const ADOPTED = [["fully", "采纳"], ["partly", "部分采纳"], ["no", "不予采纳"]];

  function opinion(desk, given, number) {
    const by = scalar("text", given.by, "提出单位（个人）");
    const words = scalar("text", given.opinion, "意见内容");
    const on = select(desk.vocabulary.parameters.map((p) => [p.id, p.label]), given.parameter, "全文");
    const adopted = select(ADOPTED, given.adopted, "待定");
    const reason = scalar("text", given.reason, "不采纳或者部分采纳的理由");
    const fields = make("div", { class: "fields" }, by.node, words.node, labelled("针对的事项", on), labelled("采纳情况", adopted), reason.node);
    return {
      node: make("fieldset", {}, make("legend", {}, `意见${number}`), fields),
      get() {
        const [who, what] = [said(by), said(words)];
        return who && what ? { by: who, opinion: what, parameter: on.value || null, adopted: adopted.value || null, reason: said(reason) } : null;
      },
    };
  }

  /** The group of fields; gives { node, read(record) }. */
  function askedFields(desk, pilot) {
    const given = pilot.consultation || {};
    const places = PLACES.map(([name, label, type]) => [name, scalar(type, given[name], label)]);
    const rows = make("div", {});
    const opinions = [];
    const insert = (one) => {
      opinions.push(opinion(desk, one, opinions.length + 1));
      rows.append(opinions[opinions.length - 1].node);
      return opinions[opinions.length - 1].node;
    };
    for (const one of pilot.responses || []) insert(one);
    const more = make("button", { type: "button", class: "small" }, "加一条意见");
    more.addEventListener("click", () => insert({}).querySelector("input").focus());
    const fields = make("div", { class: "fields" }, ...places.map(([, editor]) => editor.node));
    const inside = make("div", { class: "desk__asked" }, fields, rows, more);
    return {
      node: make("details", { class: "desk__group" }, make("summary", {}, make("h2", {}, "征求意见")), inside),
      read(record) {
        const found = Object.fromEntries(places.map(([name, editor]) => [name, said(editor)]));
        record.consultation = Object.values(found).some((one) => one !== null) ? found : null;
        record.responses = opinions.map((one) => one.get()).filter(Boolean);
      },
    };
  }

  Atlas.draftAsked = Object.freeze({ askedFields });
})((globalThis.Atlas ??= {}));
