// Comfort alone: every page works without it.
"use strict";
(() => {
  const offline = document.querySelector(".offline");
  const tell = () => { if (offline) offline.hidden = navigator.onLine; };
  addEventListener("online", tell);
  addEventListener("offline", tell);
  tell();
  const summary = document.querySelector(".summary");
  if (summary) summary.focus();
  // What a visit keeps on the phone goes with the session.
  addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.getAttribute("action") !== "/sign-out") return;
    try {
      for (const name of Object.keys(localStorage)) if (name.startsWith("diagnosis-visit:")) localStorage.removeItem(name);
    } catch { /* nothing is kept where nothing may be */ }
  });
})();
