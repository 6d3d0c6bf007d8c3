// In line: asks for the place as often as the server says, seldom at the back and often at the front, without a sign-in and
// without anything that grows. When the turn comes, or anything else than waiting, the page itself is opened anew.
const line = document.querySelector("[data-line-ticket]");
const kept = document.querySelector("[data-line-send]");
const LONGEST = 60;
const KEPT_SECONDS = 6 * 3600;

// What was entered before the line goes on by itself; its request_id makes a second time the same reservation.
kept?.requestSubmit();

let { lineTicket: ticket, lineState: state } = line?.dataset ?? {};
let pause = Number(line?.dataset.lineAgain);
const lost = document.querySelector("[data-line-lost]");

// Where the gate sees it, which lets those go first whose turn has come. It opens nothing.
function keep(newer) {
  ticket = newer;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `kidscafe_line=${ticket}; path=/; max-age=${KEPT_SECONDS}; samesite=lax${secure}`;
}

function say(place) {
  const ahead = line.querySelector("[data-line-ahead]");
  const wait = line.querySelector("[data-line-wait]");
  if (place.ahead === null) return;
  const number = place.ahead.toLocaleString("ko-KR");
  ahead.textContent = number;
  document.title = document.title.replace(/^.*?줄/, `내 앞에 ${number}가족 · 줄`);
  const minutes = Math.ceil(place.wait_seconds / 60);
  const soon = place.ahead ? "1분 안에 차례가 와요" : "곧 차례가 와요";
  const words = minutes > 1 ? `약 ${minutes}분 뒤에 차례가 와요` : soon;
  // Read out only when it changes.
  if (wait.textContent !== words) wait.textContent = words;
}

async function ask() {
  try {
    const answer = await fetch(`/api/v1/line?ticket=${encodeURIComponent(ticket)}`, { cache: "no-store", credentials: "omit" });
    if (answer.status === 422) return location.reload();
    if (!answer.ok) throw new Error(String(answer.status));
    const place = await answer.json();
    lost.hidden = true;
    keep(place.ticket ?? ticket);
    if (place.state !== state) return location.reload();
    pause = place.again_seconds;
    say(place);
  } catch {
    // The place is kept by the server. Whoever cannot answer is asked less often.
    lost.hidden = false;
    pause = Math.min(LONGEST, Math.max(2, pause * 2));
  }
  return askLater();
}

function askLater() {
  setTimeout(ask, pause * 1000 * (0.9 + 0.2 * Math.random()));
}

if (line) {
  askLater();
  addEventListener("online", () => location.reload());
}
