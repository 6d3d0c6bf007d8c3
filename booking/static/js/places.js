// Places left stay true while a page is open: every few seconds it asks for the city's places left, one small document that
// all share and that is answered "as before" while nothing has changed. Who looks away asks nothing.
const seconds = 5;
const longest = 60;
let pause = seconds;

function shown() {
  return [...document.querySelectorAll("[data-places-slot]")];
}

function first(elements) {
  return elements.map((element) => element.dataset.placesDay).sort()[0];
}

/** The same words and colours as the macro `places` gives. */
function show(element, left, capacity) {
  const full = left <= 0;
  const few = !full && (left <= 3 || left * 5 <= capacity);
  const state = full ? "full" : few ? "few" : "open";
  const said = document.createElement("strong");
  said.className = full ? "places-word" : "places-number";
  said.textContent = full ? "마감" : String(left);
  let word = said;
  if (!full) {
    word = document.createElement("span");
    word.className = "places-word";
    word.append(said, "자리 남음");
  }
  element.className = `places places-${state}`;
  element.querySelector(".places-word")?.replaceWith(word);
  const of = element.querySelector(".places-of");
  if (of) of.textContent = `정원 ${capacity}명`;
  const bar = element.querySelector(".bar");
  bar?.setAttribute("class", `bar bar-${state}`);
  bar?.querySelector(".bar-fill")?.setAttribute("width", String(Math.round(((capacity - left) * 100) / capacity) || 0));
  const row = element.closest(".slot");
  row?.classList.remove("slot-full", "slot-few", "slot-open");
  row?.classList.add(`slot-${state}`);
}

function compare(rooms) {
  for (const element of shown()) {
    const room = rooms.get(element.dataset.placesSlot);
    if (!room || room.closed || String(room.places_left) === element.dataset.placesLeft) continue;
    const wasFull = Number(element.dataset.placesLeft) <= 0;
    element.dataset.placesLeft = String(room.places_left);
    show(element, room.places_left, room.capacity);
    const freed = document.querySelector(`[data-freed="${element.dataset.placesSlot}"]`);
    if (freed) freed.hidden = !wasFull || room.places_left <= 0;
  }
}

async function look() {
  const elements = shown();
  if (!elements.length || document.hidden) return;
  try {
    const answer = await fetch(`/api/v1/availability?from=${first(elements)}`, { cache: "no-cache", credentials: "omit" });
    if (!answer.ok) throw new Error(String(answer.status));
    const { cafes } = await answer.json();
    compare(new Map(cafes.flatMap((cafe) => cafe.slots).map((room) => [String(room.slot_id), room])));
    pause = seconds;
  } catch {
    // Whoever cannot answer is asked less often; what is shown stays.
    pause = Math.min(longest, pause * 2);
  }
}

async function keepLooking() {
  await look();
  // Not all at the same moment.
  setTimeout(keepLooking, pause * 1000 * (0.8 + 0.4 * Math.random()));
}

if (shown().length) {
  setTimeout(keepLooking, seconds * 1000);
  document.addEventListener("visibilitychange", look);
}
