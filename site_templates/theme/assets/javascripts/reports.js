// A report of a mistake is written into the page already; here it is copied, or taken to where reports are received.
(() => {
  "use strict";

  const meta = document.querySelector('meta[name="atlas-reports"]');
  const receiver = meta ? meta.content : "";

  function address(text) {
    const url = new URL(receiver);
    url.searchParams.set("title", `报错：${text.split("\n").slice(0, 2).map((line) => line.split("：")[1]).join("，")}`);
    url.searchParams.set("body", text);
    return url.href;
  }

  function select(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  // The address of the page is only known here: the text carries the place within the site.
  function whole(block) {
    return block.textContent.replace(/^位置：(.*)$/m, (_, place) => {
      const box = document.querySelector("[data-atlas-search]");
      const root = box && box.dataset.root !== "." ? `${box.dataset.root}/` : "";
      const url = new URL(root + place, location.href);
      return `位置：${url.protocol.startsWith("http") ? url.href : place}`;
    });
  }

  function furnish(report) {
    if (report.querySelector(".report__do")) return;
    const block = report.querySelector(".report__text");
    const line = document.createElement("div");
    line.className = "report__do";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "复制报错文本";
    const status = document.createElement("span");
    status.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(whole(block));
        status.textContent = "已复制";
      } catch {
        select(block);
        status.textContent = "已选中，请用键盘或菜单复制";
      }
    });
    line.append(button);
    if (/^https?:\/\//.test(receiver)) {
      const link = document.createElement("a");
      link.href = address(whole(block));
      link.rel = "noopener noreferrer external";
      link.textContent = "在线提交";
      line.append(link);
    }
    line.append(status);
    report.append(line);
  }

  document.addEventListener("toggle", (event) => {
    if (event.target.matches && event.target.matches("details.report[open]")) furnish(event.target);
  }, true);
  // One that the address names has been opened before this script ran.
  for (const report of document.querySelectorAll("details.report[open]")) furnish(report);
})();
