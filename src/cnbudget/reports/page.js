"use strict";
(() => {
  const root = document.documentElement;
  const buttons = [...document.querySelectorAll("[data-to]")];
  const speak = (lang) => {
    root.dataset.lang = lang;
    root.lang = lang === "zh" ? "zh-CN" : "en";
    for (const each of buttons) each.setAttribute("aria-pressed", String(each.dataset.to === lang));
  };
  for (const each of buttons) each.addEventListener("click", () => speak(each.dataset.to));

  const filter = (section) => {
    const shown = new Set([...section.querySelectorAll(".filters input:checked")].map((box) => box.value));
    let count = 0;
    for (const each of section.querySelectorAll(".finding")) {
      each.hidden = !shown.has(each.dataset.kind);
      count += each.hidden ? 0 : 1;
    }
    const none = section.querySelector(".none");
    if (none) none.hidden = count > 0;
  };
  for (const section of document.querySelectorAll(".findings")) {
    if (!section.querySelector(".filters")) continue;
    section.addEventListener("change", () => filter(section));
    filter(section);
  }

  // what a link leads to is opened and shown, also where it is folded or filtered away
  const reach = () => {
    let at = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!at) return;
    const goal = at;
    for (; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
      if (at.dataset && at.dataset.kind && at.hidden) {
        const box = at.closest(".findings").querySelector(`.filters input[value="${at.dataset.kind}"]`);
        if (box) box.checked = true;
        filter(at.closest(".findings"));
      }
    }
    goal.scrollIntoView();
  };
  addEventListener("hashchange", reach);
  reach();
  addEventListener("beforeprint", () => {
    for (const each of document.querySelectorAll(".findings details")) each.open = true;
  });
})();
