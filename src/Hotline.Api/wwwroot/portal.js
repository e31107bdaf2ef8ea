// Enhances only: every page does its work without this file.
"use strict";

const focusFirst = document.querySelector("[data-focus]");
if (focusFirst) focusFirst.focus();

// A second click on a form that is being sent does nothing.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", event => {
    if (form.dataset.sent) event.preventDefault();
    else form.dataset.sent = "1";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

for (const area of document.querySelectorAll("textarea[data-count]")) {
  const counter = document.createElement("p");
  counter.className = "hint count";
  const show = () => { counter.textContent = area.dataset.count.replace("{0}", String(area.maxLength - area.value.length)); };
  area.addEventListener("input", show);
  show();
  area.after(counter);
}

const copy = document.querySelector("[data-copy-button]");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText([...document.querySelectorAll("[data-copy]")].map(e => e.textContent.trim()).join("  "));
    copy.textContent = copy.dataset.done;
  });
}

const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  document.querySelector("[data-print-hint]").hidden = true;
  print.addEventListener("click", () => window.print());
}
