// Clocks and countdowns run on the server's time: the page says what time it was there when it was made, and only the
// time that has passed since is measured here. A wrong clock in the device does not matter.
const started = performance.now();
const begin = new WeakMap();
const over = new WeakSet();

function serverNow(element, said) {
  let base = begin.get(element);
  if (!base || base.said !== said) {
    const at = begin.has(element) ? performance.now() : started;
    base = { said, at, time: Date.parse(said) };
    begin.set(element, base);
  }
  return base.time + (performance.now() - base.at);
}

const clockWords = new Intl.DateTimeFormat("ko-KR", { hour: "numeric", minute: "2-digit", hour12: true, timeZone: "Asia/Seoul" });

function left(seconds) {
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor((seconds % 86400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (days) return `${days}일 ${hours}시간`;
  if (hours) return `${hours}시간 ${minutes}분`;
  if (minutes) return `${minutes}분 ${seconds % 60}초`;
  return `${seconds}초`;
}

function tick() {
  for (const element of document.querySelectorAll("[data-clock]")) {
    const words = clockWords.format(serverNow(element, element.dataset.clock));
    if (element.textContent !== words) element.textContent = words;
  }
  for (const element of document.querySelectorAll("[data-countdown]")) {
    const now = serverNow(element, element.dataset.now);
    const seconds = Math.ceil((Date.parse(element.dataset.countdown) - now) / 1000);
    if (Number.isNaN(seconds)) continue;
    const words = seconds > 0 ? left(seconds) : element.dataset.done ?? "";
    if (element.textContent !== words) element.textContent = words;
    element.closest("[data-count]")?.removeAttribute("hidden");
    if (seconds > 0) continue;
    // Once per element: what is asked for anew then brings another one, if there is still something to wait for.
    if (!over.has(element)) element.dispatchEvent(new CustomEvent("opened", { bubbles: true }));
    over.add(element);
  }
}

tick();
setInterval(tick, 1000);
