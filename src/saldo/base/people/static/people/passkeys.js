// Passkeys: <button type="button" data-passkey="get|create" data-options="/address of the challenge"> in a form with a
// field called credential. Such forms stay hidden where the browser knows no passkeys.
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !window.webauthnJSON) return;
  document.querySelectorAll("[data-needs-passkeys]").forEach((one) => { one.hidden = false; });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-passkey]");
    if (!button) return;
    const form = button.form, problem = form.querySelector("[data-problem]");
    if (!form.reportValidity()) return;
    problem.hidden = true;
    button.disabled = true;
    try {
      const answer = await fetch(button.dataset.options, { headers: { Accept: "application/json" } });
      const credential = await window.webauthnJSON[button.dataset.passkey](await answer.json());
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch {
      problem.hidden = false;
      button.disabled = false;
    }
  });
})();
