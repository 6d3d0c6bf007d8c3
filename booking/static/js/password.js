export function bringOutPasswordButtons(root) {
  for (const button of root.querySelectorAll("[data-show-password]")) button.hidden = false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-show-password]");
  if (!button) return;
  const input = document.getElementById(button.dataset.showPassword);
  const shown = input.type === "password";
  input.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
  button.textContent = shown ? "숨기기" : "보기";
});

// A password is never sent as visible text, so that the browser does not remember it as a word.
document.addEventListener("submit", (event) => {
  for (const button of event.target.querySelectorAll?.("[data-show-password][aria-pressed=true]") ?? []) button.click();
}, true);
