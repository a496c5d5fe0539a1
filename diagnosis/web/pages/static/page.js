// Comfort alone: every page works without it.
"use strict";
(() => {
  const offline = document.querySelector(".offline");
  let cutOff = false;
  const tell = () => { if (offline) offline.hidden = navigator.onLine && !cutOff; };
  addEventListener("online", () => { cutOff = false; tell(); });
  addEventListener("offline", tell);
  tell();
  const summary = document.querySelector(".summary");
  if (summary) summary.focus();
  const isReached = () => fetch("/health/live", { cache: "no-store" }).then(() => true, () => false);
  // A section saves itself, one save at a time: each says what the page has seen until then.
  const form = window.htmx && document.querySelector("form[hx-trigger=autosave]");
  let saving = false, held = null, timer = 0;
  if (form) {
    const refused = document.getElementById("refused");
    let due = false, outcome = "";
    const save = () => { clearTimeout(timer); if (due && !saving) htmx.trigger(form, "autosave"); };
    const saveIn = (ms) => { clearTimeout(timer); timer = setTimeout(save, ms); };
    form.addEventListener("change", () => { due = true; saveIn(300); });
    addEventListener("online", save);
    form.addEventListener("htmx:before:request", () => { due = false; saving = true; outcome = "saved"; });
    form.addEventListener("htmx:error", () => { outcome = "cut off"; });
    form.addEventListener("htmx:response:error", () => { outcome = "refused"; });
    form.addEventListener("htmx:finally:request", () => {
      saving = false;
      cutOff = outcome === "cut off";
      refused.hidden = outcome !== "refused";
      tell();
      if (held) { const press = held; held = null; setTimeout(press); return; }
      if (cutOff) due = true;
      if (due) saveIn(cutOff ? 10000 : 0);
    });
  }
  // Without a network a form stays as it is typed, where else the browser would leave the page.
  let isSure = false;
  addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    const press = () => event.target.requestSubmit(event.submitter);
    if (event.target === form && saving) { event.preventDefault(); held = press; return; }
    if (isSure || (navigator.onLine && !cutOff)) { clearTimeout(timer); return; }
    event.preventDefault();
    isReached().then((reached) => {
      if (reached) { isSure = true; press(); isSure = false; } else tell();
    });
  });
  // What stands on the page to be handed on is copied by a button, where the browser lets it.
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    if (!source) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      let isCopied = true;
      try { await navigator.clipboard.writeText(source.textContent.trim()); } catch {
        getSelection().selectAllChildren(source);  // without https there is no other way
        isCopied = document.execCommand("copy");
      }
      if (isCopied) button.textContent = button.dataset.copied;
    });
  }
  // What a visit keeps on the phone goes with the session.
  addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.getAttribute("action") !== "/sign-out") return;
    try {
      for (const name of Object.keys(localStorage)) if (name.startsWith("diagnosis-visit:")) localStorage.removeItem(name);
    } catch { /* nothing is kept where nothing may be */ }
  });
})();
