// A form that leaves its page is sent once the server is seen to answer: where the connection is lost,
// what was typed stays, and can be sent again.

const asked = new WeakSet();
const reached = new WeakSet();

function tell(form, words) {
  const told = form.previousElementSibling?.matches("[data-lost]")
    ? form.previousElementSibling
    : form.parentNode.insertBefore(document.createElement("div"), form);
  Object.assign(told, { className: "summary", textContent: words });
  told.setAttribute("role", "alert");
  told.dataset.lost = "";
}

document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  const alive = form.closest("[data-alive]")?.dataset.alive;
  if (!alive || form.method !== "post" || event.defaultPrevented || reached.delete(form)) return;
  event.preventDefault();
  // The second click of a double click.
  if (asked.has(form)) return;
  asked.add(form);
  try {
    await fetch(alive, { cache: "no-store" });
  } catch {
    tell(form, "The connection was lost, so nothing was recorded. What you typed is still here: send it again.");
    return submitter?.focus();
  } finally {
    asked.delete(form);
  }
  reached.add(form);
  form.requestSubmit(submitter);
});
