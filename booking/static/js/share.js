// Buttons that only a script can serve: print, copy, share. Without scripts they stay hidden.
const KINDS = "[data-print], [data-copy], [data-share]";

export function bringOutScriptButtons(root) {
  for (const button of root.querySelectorAll(KINDS)) {
    if ("share" in button.dataset && !navigator.share && !navigator.clipboard) continue;
    if ("copy" in button.dataset && !navigator.clipboard) continue;
    button.hidden = false;
  }
}

async function serve(button) {
  if ("print" in button.dataset) return print();
  const text = button.dataset.copy || button.dataset.share || location.href;
  if ("share" in button.dataset && navigator.share) return navigator.share({ title: document.title, url: text }).catch(() => {});
  await navigator.clipboard.writeText(text);
  const words = button.querySelector("span") ?? button;
  const before = words.textContent;
  words.setAttribute("role", "status");
  words.textContent = button.dataset.done;
  setTimeout(() => { words.textContent = before; }, 3000);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(KINDS);
  if (button) serve(button);
});
