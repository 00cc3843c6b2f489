// Schemes of adjacent kinds can be taken out of a list; the choice stands in the address, so that it can be shared.
(() => {
  "use strict";

  const MARK = "hide=adjacent";
  const content = document.getElementById("content");
  if (!content || !content.querySelector(".adjacent")) return;
  const place = content.querySelector("[data-adjacent-switch]");
  if (!place) return;

  const label = document.createElement("label");
  label.className = "adjacent-switch";
  const box = document.createElement("input");
  box.type = "checkbox";
  label.append(box, "不看相邻类型（担保基金、风险补偿资金、保险资金直贷）");
  place.append(label);

  function apply(hidden) {
    box.checked = hidden;
    content.classList.toggle("without-adjacent", hidden);
  }
  const parts = () => location.hash.slice(1).split("&").filter(Boolean);

  box.addEventListener("change", () => {
    const rest = parts().filter((part) => part !== MARK);
    const hash = (box.checked ? [...rest, MARK] : rest).join("&");
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    apply(box.checked);
  });
  addEventListener("hashchange", () => apply(parts().includes(MARK)));
  apply(parts().includes(MARK));
})();
