// The staff board says whether what it shows is fresh. Every answer the server gives, whatever its status below 500, means
// connected; a failed request, a 5xx or the device being offline means it is not, and since when.
const time = new Intl.DateTimeFormat("ko-KR", { hour: "numeric", minute: "2-digit", hour12: true, timeZone: "Asia/Seoul" });
const sign = document.querySelector("[data-connection]");

function show(state) {
  const words = sign.querySelector("[data-connection-text]");
  if (state === sign.dataset.connection) return;
  sign.dataset.connection = state;
  words.textContent = state === "lost" ? `연결 끊김 · ${time.format(Date.now())}부터` : "연결됨";
}

if (sign) {
  sign.hidden = false;
  show(navigator.onLine ? "ok" : "lost");
  addEventListener("offline", () => show("lost"));
  addEventListener("online", () => show("ok"));
  document.addEventListener("htmx:before:response", (event) => show((event.detail?.ctx?.response?.status ?? 0) >= 500 ? "lost" : "ok"));
  document.addEventListener("htmx:error", (event) => {
    if (!event.detail?.ctx?.response) show("lost");
  });
}
