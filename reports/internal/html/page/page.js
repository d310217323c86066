"use strict";
// The page is whole without this: it adds a text filter, unfolds what a link
// points to, and unfolds failures on paper.
(() => {
  const search = document.getElementById("search");
  if (search) {
    const findings = [...document.querySelectorAll(".finding")].map((el) => [el, el.textContent.toLowerCase()]);
    const boxes = [...document.querySelectorAll("[data-shows]")];
    const shown = document.getElementById("shown");
    const nothing = document.querySelector(".nothing");
    const apply = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      const hidden = new Set(boxes.filter((b) => !b.checked).map((b) => b.dataset.shows));
      let count = 0;
      for (const [el, text] of findings) {
        el.hidden = !words.every((w) => text.includes(w));
        if (!el.hidden && !hidden.has(el.closest(".group").dataset.verdict)) count++;
      }
      for (const part of document.querySelectorAll(".group, .reason")) {
        part.hidden = !part.querySelector(".finding:not([hidden])");
      }
      const all = words.length === 0 && hidden.size === 0;
      shown.textContent = all ? "" : `${count} of ${findings.length} shown`;
      nothing.hidden = count > 0;
    };
    search.closest("label").hidden = false;
    search.form.addEventListener("submit", (e) => e.preventDefault());
    search.form.addEventListener("input", apply);
    apply();
  }
  const unfold = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.matches("details")) target.open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();
  addEventListener("beforeprint", () => {
    for (const el of document.querySelectorAll('[data-verdict="fail"] details')) el.open = true;
  });
})();
