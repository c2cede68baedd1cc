// Everything here only helps: each page works without it. No words stand here; they come from ui/words.html.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = () => document.getElementById("words")?.dataset ?? {};
  const isWriting = (target) => target.closest?.("input, select, textarea, [contenteditable]");

  // --- toasts
  function toast(sentence, tone = "info") {
    const box = document.createElement("div");
    box.className = "toast";
    box.dataset.toast = tone;
    box.setAttribute("role", tone === "error" ? "alert" : "status");
    const text = document.createElement("span");
    text.textContent = sentence;
    const close = document.createElement("button");
    Object.assign(close, { type: "button", className: "btn", textContent: words().close });
    close.dataset.dismiss = "";
    box.append(text, close);
    document.getElementById("toasts")?.append(box);
    leave(box);
    return box;
  }
  // What went wrong stays until it is closed; the rest goes by itself, but never under a hand or a keyboard.
  function leave(box) {
    if (["error", "warning"].includes(box.dataset.toast) || box.dataset.leaving) return;
    box.dataset.leaving = "1";
    const go = () => (box.matches(":hover, :focus-within") ? setTimeout(go, 4000) : box.remove());
    setTimeout(go, box.querySelector("form") ? 30000 : 10000); // as long as it can be undone
  }

  // --- a form is sent once: a second click, or a second Enter, does nothing until an answer came
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) return event.preventDefault();
    if (form.method.toLowerCase() === "get" || form.hasAttribute("data-again")) return;
    form.dataset.sent = "1";
    form.setAttribute("aria-busy", "true");
    // After this turn, so that the button's own name and value still travel with the form.
    setTimeout(() => all("button:not([type=button]), input[type=submit]", form).forEach((button) => {
      if (!button.disabled) { button.disabled = true; button.dataset.waits = "1"; }
    }));
  });
  function reopen(form) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
    all("[data-waits]", form).forEach((button) => { button.disabled = false; delete button.dataset.waits; });
  }
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach(reopen));
  document.addEventListener("htmx:afterRequest", (event) => { const form = event.target.closest?.("form"); if (form) reopen(form); });
  document.addEventListener("htmx:sendError", () => toast(words().lost, "error"));
  document.addEventListener("htmx:responseError", () => toast(words().failed, "error"));

  // --- what was written is kept in this tab until it is sent: <form data-keep="a name">
  const PRIVATE = /password|file|hidden|submit|button/;
  const store = (form) => `saldo:${form.dataset.keep || location.pathname}`;
  const kept = (form) => [...form.elements].filter((el) => el.name && !PRIVATE.test(el.type) && !/^cc-|one-time/.test(el.autocomplete || ""));
  function snapshot(form) {
    return kept(form).map((el) => [el.name, el.value, /radio|checkbox/.test(el.type) ? el.checked : null]);
  }
  const save = (form) => sessionStorage.setItem(store(form), JSON.stringify(snapshot(form)));
  function put(form, values) {
    const left = [...values];
    for (const el of kept(form)) {
      const at = left.findIndex(([name, value, on]) => name === el.name && (on === null || value === el.value));
      if (at < 0) continue;
      const [[, value, on]] = left.splice(at, 1);
      if (on === null) el.value = value; else el.checked = on;
    }
  }
  function restore(form) {
    const text = sessionStorage.getItem(store(form));
    if (!text) return;
    if ("answer" in document.body.dataset || form.querySelector("[aria-invalid=true]")) return save(form); // the answer to it holds the words
    const before = snapshot(form);
    const values = JSON.parse(text);
    if (JSON.stringify(before) === JSON.stringify(values)) return;
    put(form, values);
    const note = toast(words().kept, "warning");
    const undo = document.createElement("button");
    Object.assign(undo, { type: "button", className: "btn", textContent: words().discard });
    undo.addEventListener("click", () => { put(form, before); sessionStorage.removeItem(store(form)); note.remove(); });
    note.querySelector("[data-dismiss]").before(undo);
  }
  document.addEventListener("input", ({ target }) => {
    const form = target.form;
    if (form?.hasAttribute("data-keep")) save(form);
  });
  document.addEventListener("submit", ({ target }) => {
    if (target.hasAttribute("data-sign-out")) sessionStorage.clear();
    else if (target.hasAttribute("data-keep")) sessionStorage.setItem("saldo:sent", store(target));
  });
  // The page after a form: if it is neither the form again nor the sign-in page, the words have arrived.
  function settle() {
    const sent = sessionStorage.getItem("saldo:sent");
    if (!sent || document.querySelector("[data-signed-out]")) return;
    sessionStorage.removeItem("saldo:sent");
    if (!all("form[data-keep]").some((form) => store(form) === sent)) sessionStorage.removeItem(sent);
  }

  // --- lists: j and k go down and up, Enter opens; data-key="s" presses what it stands on
  const rows = () => all("[data-list] a[href]:first-of-type").filter((link) => link.offsetParent && link === link.closest("li, tr")?.querySelector("a[href]"));
  function step(by) {
    const links = rows();
    const now = links.findIndex((link) => link.closest("li, tr").contains(document.activeElement));
    const from = now < 0 ? links.findIndex((link) => link.hasAttribute("aria-current")) : now;
    links[Math.min(Math.max(from + by, 0), links.length - 1)].focus();
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.matches?.("[data-key]")) return event.target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat && !/[jk]/.test(event.key)) return;
    if (document.documentElement.dataset.keys === "off" || isWriting(event.target) || document.querySelector("dialog[open]")) return;
    if (/^[jk]$/.test(event.key) && rows().length) return event.preventDefault(), step(event.key === "j" ? 1 : -1);
    const target = all("[data-key]").find((el) => el.dataset.key === event.key.toLowerCase() && el.offsetParent);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input, select, textarea")) target.focus(); else target.click();
  });

  // --- clicks: copy, dialogs, toasts
  document.addEventListener("click", async (event) => {
    const target = event.target.closest?.("[data-copy], [data-dialog], [data-dismiss], [data-close]");
    if (!target) return;
    if (target.hasAttribute("data-copy")) {
      await navigator.clipboard.writeText(target.dataset.copy || document.querySelector(target.dataset.copyFrom)?.textContent.trim());
      toast(words().copied, "success");
    } else if (target.hasAttribute("data-dialog")) {
      event.preventDefault();
      document.getElementById(target.hash?.slice(1) || target.dataset.dialog)?.showModal();
    } else if (target.hasAttribute("data-dismiss")) target.closest("[data-toast]").remove();
    else { const box = target.closest("dialog"); if (box?.open) { event.preventDefault(); box.close(); } }
  });

  // --- files: drop one on its field
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const box = event.target.closest?.("[data-drop]");
      if (!box) return;
      event.preventDefault();
      box.classList.toggle("over", kind === "dragover");
      if (kind !== "drop") return;
      const field = box.querySelector("input[type=file]");
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  function wake(root) {
    all("form[data-keep]", root).forEach(restore);
    all("[data-toast]", root).forEach(leave);
    all("dialog[open]", root).forEach((box) => { box.close(); box.showModal(); }); // what was refused in it
    all("[data-list] [aria-current]", root).forEach((link) => link.scrollIntoView({ block: "nearest" }));
  }
  document.addEventListener("DOMContentLoaded", () => {
    settle();
    wake(document);
    if (location.hash && document.querySelector(`dialog${CSS.escape ? "#" + CSS.escape(location.hash.slice(1)) : location.hash}`)) history.replaceState(null, "", location.pathname + location.search);
  });
  document.addEventListener("htmx:load", (event) => wake(event.target));
})();
