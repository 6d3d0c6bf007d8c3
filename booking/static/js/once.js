// A second press on a button that is already sending does nothing, and the button says so. The true guard against doing a
// thing twice is the server's request_id. After a while the button works again: the answer may have been lost.
const WAIT = 8000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sending) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  const button = event.submitter ?? form.querySelector("button[type=submit]");
  form.dataset.sending = "yes";
  const before = button?.innerHTML;
  if (button) {
    button.setAttribute("aria-busy", "true");
    if (button.dataset.busy) button.textContent = button.dataset.busy;
  }
  const again = () => {
    delete form.dataset.sending;
    if (!button) return;
    button.removeAttribute("aria-busy");
    if (button.dataset.busy) button.innerHTML = before;
  };
  const timer = setTimeout(again, WAIT);
  const now = () => {
    clearTimeout(timer);
    again();
  };
  form.addEventListener("htmx:finally:request", now, { once: true });
  addEventListener("pageshow", (shown) => shown.persisted && now(), { once: true });
}, true);
