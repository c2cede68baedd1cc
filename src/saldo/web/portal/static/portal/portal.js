// The sum of what is chosen, while it is being chosen. It only helps: the server adds up again before anything is paid.
(() => {
  "use strict";
  const language = document.documentElement.lang || "en";
  const mark = (1.1).toLocaleString(language).replace(/\d/g, "");

  // What was typed, in the smallest unit; null for what only the server can judge.
  function minor(text, digits) {
    const plain = text.replace(/[\s\u00a0\u202f']/g, "");
    const [whole, cents = "", more] = plain.split(mark);
    if (more !== undefined || !/^\d{1,12}$/.test(whole) || !/^\d*$/.test(cents) || cents.length > digits) return null;
    return Number(whole + cents.padEnd(digits, "0"));
  }

  function add(form) {
    const shown = form.querySelector("[data-sum]");
    const digits = Number(shown.dataset.exponent);
    let sum = 0;
    for (const pick of form.querySelectorAll("[name^=pick_]:checked")) {
      const part = minor(form.elements[pick.name.replace("pick_", "part_")].value, digits);
      if (part === null) return (shown.textContent = "");
      sum += part;
    }
    const money = new Intl.NumberFormat(language, {
      style: "currency", currency: shown.dataset.currency, useGrouping: "always",
    });
    shown.textContent = sum ? money.format(sum / 10 ** digits) : "";
  }

  for (const form of document.querySelectorAll("[data-choose]")) {
    form.addEventListener("input", (event) => {
      if (event.target.name?.startsWith("part_")) form.elements[event.target.name.replace("part_", "pick_")].checked = true;
      add(form);
    });
    add(form);
  }
})();
