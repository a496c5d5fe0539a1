// A visit with a bad network: what is typed stays on the phone until the server has it.
"use strict";
(() => {
  const words = document.getElementById("visit-phone")?.dataset;
  if (!words) return;
  const START = "diagnosis-visit:", place = `${START}${words.visit}:`;
  const banner = document.getElementById("unsent");
  const forms = new Map([...document.querySelectorAll("form[data-item]")].map((form) => [form.dataset.item, form]));
  const isOpen = words.state === "open";
  const read = (item) => { try { return JSON.parse(localStorage.getItem(place + item)); } catch { return null; } };
  const write = (item, record) => {
    try { localStorage.setItem(place + item, JSON.stringify(record)); return true; } catch { return false; }
  };
  const forget = (item) => { localStorage.removeItem(place + item); };
  const items = () => {
    try { return Object.keys(localStorage).filter((name) => name.startsWith(place)).map((name) => name.slice(place.length)); } catch { return []; }
  };
  const fill = (text, n) => text.replace("{n}", n);
  const tell = (item, text, ...buttons) => {
    const message = forms.get(item)?.querySelector(".message");
    if (!message) return;
    message.textContent = text;
    message.append(...buttons);
  };
  const button = (text, press) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "second";
    made.textContent = text;
    made.addEventListener("click", press);
    return made;
  };
  const fieldsOf = (form, pressed) => {
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrf_token");
    return pressed?.name ? [...fields, [pressed.name, pressed.value]] : fields;
  };
  const keep = (form, isReady, pressed) =>
    write(form.dataset.item, { fields: fieldsOf(form, pressed), name: form.dataset.name, isReady });

  const show = (text) => {
    const waiting = items();
    banner.hidden = waiting.length === 0;
    if (banner.hidden) return banner.replaceChildren();
    const line = document.createElement("p");
    line.textContent = text ? fill(text, waiting.length) : fill(isOpen ? words.unsent : words.lost, waiting.length);
    const list = document.createElement("p");
    for (const item of waiting) {
      const link = document.createElement(isOpen ? "a" : "span");
      const record = read(item);
      if (isOpen) link.href = `/visits/${words.visit}#item-${item}`;
      const typed = (record?.fields || []).filter(([name, value]) => value && ["value", "part", "whole", "reason", "note"].includes(name));
      link.textContent = (record?.name || item) + (isOpen ? "" : ` (${typed.map(([, value]) => value).join(" · ")})`);
      list.append(link, " ");
    }
    banner.replaceChildren(line, list, isOpen ? button(words.retry, () => sendAll(true)) : button(words.forget, () => { waiting.forEach(forget); show(); }));
  };

  const restore = (form, record) => {
    for (const field of form.elements) {
      if (!field.name || field.type === "submit" || field.name === "csrf_token") continue;
      const values = record.fields.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
    }
    tell(form.dataset.item, record.isReady ? words.waiting : words.typed);
  };

  const settle = (item, kept) => {
    const form = forms.get(item);
    if (!form) return;
    form.elements.seen.value = kept ? kept.changed_at : "";
    tell(item, words.saved);
    const summary = form.closest("details")?.querySelector("summary");
    summary?.querySelector(".fine")?.remove();
    if (!summary || !kept) return;
    const tag = document.createElement("span");
    tag.className = "tag fine";
    tag.textContent = words.verified;
    summary.append(tag);
  };

  const choose = (item, kept) => {
    const mine = () => {
      const record = read(item);
      const fields = record.fields.filter(([name]) => name !== "seen");
      write(item, { ...record, fields: [...fields, ["seen", kept ? kept.changed_at : ""]], isReady: true });
      const form = forms.get(item);
      if (form) form.elements.seen.value = kept ? kept.changed_at : "";
      sendAll(false);
    };
    const theirs = () => { forget(item); location.hash = `item-${item}`; location.reload(); };
    const parts = kept ? [kept.words, kept.grade_name, kept.reason, kept.note] : [words.nothing];
    tell(item, words.changed + parts.filter(Boolean).join(" · ") + " ", button(words.mine, mine), button(words.theirs, theirs));
  };

  const refusal = async (answer) => {
    if (answer.status === 401 || answer.status === 403) return words.login;
    if (answer.headers.get("Content-Type")?.startsWith("application/json")) return (await answer.json()).messages.join(" ");
    const seen = new DOMParser().parseFromString(await answer.text(), "text/html");
    return ["h1", "h1 + p"].map((each) => seen.querySelector(`main ${each}`)?.textContent.trim() || "").join("： ");
  };

  let again = 0;
  const later = () => { clearTimeout(again); again = setTimeout(() => sendAll(false), 20000); };

  // True where the next item may be tried: false where nothing is heard of the server.
  const send = async (item) => {
    const record = read(item);
    if (!record) return true;
    const sent = JSON.stringify(record);
    let answer;
    try {
      answer = await fetch(`/visits/${words.visit}/items/${item}`, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams([...record.fields, ["csrf_token", words.proof]]),
      });
    } catch { answer = null; }
    if (!answer || answer.status >= 500 || answer.status === 429) {
      tell(item, words.away);
      later();
      return false;
    }
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    const isSame = JSON.stringify(read(item)) === sent;
    if (answer.ok && isJson) {
      const { kept } = await answer.json();
      if (isSame) { forget(item); settle(item, kept); } else if (forms.has(item)) {
        forms.get(item).elements.seen.value = kept ? kept.changed_at : "";
        keep(forms.get(item), false);
      }
      return true;
    }
    if (isSame) write(item, { ...record, isReady: false });
    if (answer.status === 409 && isJson) choose(item, (await answer.json()).kept);
    else tell(item, await refusal(answer));
    return answer.status !== 401 && answer.status !== 403;
  };

  let turn = Promise.resolve();
  const sendAll = (all) => {
    turn = turn.then(async () => {
      for (const item of items()) {
        if ((all || read(item)?.isReady) && !(await send(item))) break;
      }
      show();
    });
    return turn;
  };

  for (const [item, form] of forms) {
    const record = read(item);
    if (record) restore(form, record);
    const typed = () => { if (keep(form, false)) show(); };
    form.addEventListener("input", typed);
    form.addEventListener("change", typed);
    form.addEventListener("submit", (event) => {
      if (!keep(form, true, event.submitter)) return;
      event.preventDefault();
      tell(item, words.waiting);
      show();
      sendAll(false);
    });
  }
  document.querySelector("form[data-sign]")?.addEventListener("submit", (event) => {
    if (items().length === 0) return;
    event.preventDefault();
    show(words.first);
    banner.scrollIntoView();
  });
  document.querySelector('form[action="/sign-out"]')?.addEventListener("submit", (event) => {
    const waiting = isOpen ? items().length : 0;
    if (waiting && !confirm(fill(words.leave, waiting))) event.preventDefault();
  });
  addEventListener("online", () => sendAll(false));
  addEventListener("storage", () => show());
  addEventListener("hashchange", () => {
    const target = document.getElementById(location.hash.slice(1));
    const details = target?.closest("details");
    if (details) { details.open = true; target.scrollIntoView(); }
  });
  show();
  if (isOpen) sendAll(false);
})();
