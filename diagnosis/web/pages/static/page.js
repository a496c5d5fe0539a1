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
})();
