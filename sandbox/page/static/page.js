// Keeps the page fresh without losing what is being typed. Without this file everything still works by reloading.
"use strict";

const composer = document.querySelector("[data-composer]");
const text = document.getElementById("texto");
const log = document.getElementById("log");
const drafts = new Map();
const shown = new Map();
let asked = 0;

const look = () => new URLSearchParams(location.search);
const openChat = () => composer.querySelector("[data-look=chat]").value;

// Children that carry an id stay the same elements, so that a screen reader hears only what is new.
function reconcile(target, fresh) {
  const kept = new Map([...target.children].map((child) => [child.id, child]));
  [...target.childNodes].forEach((node) => { if (node.nodeType !== Node.ELEMENT_NODE) node.remove(); });
  let place = target.firstElementChild;
  for (const child of [...fresh.children]) {
    const old = kept.get(child.id);
    kept.delete(child.id);
    if (!old) { target.insertBefore(child, place); continue; }
    if (old.outerHTML === child.outerHTML) { place = old.nextElementSibling; continue; }
    place = old.nextElementSibling;
    old.replaceWith(child);
  }
  kept.forEach((child) => child.remove());
}

function place(name, html) {
  if (shown.get(name) === html) return;
  shown.set(name, html);
  const target = document.querySelector(`[data-part="${name}"]`);
  const template = document.createElement("template");
  template.innerHTML = html;
  const focused = target.contains(document.activeElement) ? document.activeElement.id : "";
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  if ("keyed" in target.dataset) reconcile(target, template.content);
  else target.replaceChildren(template.content);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  if (name === "log" && atEnd) log.scrollTop = log.scrollHeight;
}

function showLook(chat) {
  const fields = look();
  fields.set("chat", chat ?? "");
  if (openChat() !== fields.get("chat")) {
    drafts.set(openChat(), text.value);
    text.value = drafts.get(fields.get("chat")) ?? "";
    shown.delete("log");
    log.replaceChildren();
  }
  for (const field of document.querySelectorAll("[data-look]")) field.value = fields.get(field.dataset.look) ?? "";
  composer.hidden = chat === null;
}

async function refresh() {
  const mine = ++asked;
  const answer = await fetch(`/page/state?${look()}`, { headers: { Accept: "application/json" } });
  if (!answer.ok || mine !== asked) return;
  const { chat, parts } = await answer.json();
  const changed = openChat() !== String(chat ?? "");
  showLook(chat);
  for (const [name, html] of Object.entries(parts)) place(name, html);
  if (changed) log.scrollTop = log.scrollHeight;
}

function say(words) { document.getElementById("status").textContent = words; }

async function submit(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  const { address, slip } = await answer.json();
  for (const place of document.querySelectorAll("[data-slip]")) place.textContent = "";
  if (slip) {
    const place = document.querySelector(`[data-slip="${slip.field}"]`);
    if (place) place.textContent = slip.slip;
    return;
  }
  if (form === composer || form.classList.contains("newcomer")) form.reset();
  history.replaceState(null, "", address);
  grow();
  await refresh();
  log.scrollTop = log.scrollHeight;
  if (form.classList.contains("newcomer")) text.focus();
  if (form.action.endsWith("/page/clock")) say(`Relógio: ${document.querySelector("[data-part=clock] time").innerText}`);
}

function grow() {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight + 2, 140)}px`;
}

document.addEventListener("submit", (event) => {
  if (!("live" in event.target.dataset)) return;
  event.preventDefault();
  submit(event.target, event.submitter).catch(() => say("A mesa não respondeu. Ela ainda está ligada?"));
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-go]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  refresh().catch(() => say("A mesa não respondeu. Ela ainda está ligada?"));
});

// Who writes, and in which topic: chosen at once, without a button.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!form || !("choose" in form.dataset)) return;
  history.replaceState(null, "", `${form.action}?${new URLSearchParams(new FormData(form))}`);
  refresh().catch(() => say("A mesa não respondeu. Ela ainda está ligada?"));
});

text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  composer.requestSubmit();
});
text.addEventListener("input", grow);
addEventListener("popstate", () => refresh().catch(() => undefined));

log.scrollTop = log.scrollHeight;
setInterval(() => { if (!document.hidden) refresh().catch(() => undefined); }, 1000);
