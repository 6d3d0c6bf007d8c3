export function bringOutSteppers(root) {
  for (const button of root.querySelectorAll("[data-step]")) button.hidden = false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-step]");
  if (!button) return;
  const input = button.closest("[data-stepper]").querySelector("input");
  const min = Number(input.min || 0);
  const max = Number(input.max || 999);
  const value = Math.min(max, Math.max(min, (Number.parseInt(input.value, 10) || 0) + Number(button.dataset.step)));
  input.value = value;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
