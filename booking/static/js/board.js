// After an act on the roster its button is gone. Who works by keyboard or screen reader stays at the child's row instead of
// falling back to the top of the page. The row itself gets the focus, never its next button: a second press must do nothing.
let acted = null;

document.addEventListener("submit", (event) => {
  acted = event.target.closest?.("#board [id^=visit-], #board [id^=party-]")?.id ?? null;
});

document.addEventListener("htmx:after:swap", () => {
  if (!acted) return;
  const active = document.activeElement;
  if (!active || active === document.body || !active.isConnected) document.getElementById(acted)?.focus({ preventScroll: true });
  acted = null;
});
