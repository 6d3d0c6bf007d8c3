// "Not now": sends the form, or opens the page, once more by itself, when the server says, which spreads those who were told
// so at once. Whoever was told often enough presses the button.
const MOST = 6;
const FORGET = 600000;
const again = document.querySelector("[data-again]");
const count = document.querySelector("[data-again-count]");
const key = `again ${again?.getAttribute("action") ?? again?.getAttribute("href")}`;

function tries() {
  const [number, at] = (sessionStorage.getItem(key) ?? "0 0").split(" ").map(Number);
  return Date.now() - at < FORGET ? number : 0;
}

if (again && tries() < MOST) {
  sessionStorage.setItem(key, `${tries() + 1} ${Date.now()}`);
  const due = Date.now() + Number(again.dataset.again) * 1000;
  const go = () => (again.matches("form") ? again.requestSubmit() : location.replace(again.href));
  // By the clock: in a tab that is not looked at a second may take a minute.
  const tell = () => {
    const left = Math.max(0, Math.round((due - Date.now()) / 1000));
    const minutes = left >= 60 ? `${Math.floor(left / 60)}분 ` : "";
    count.hidden = false;
    count.textContent = `${minutes}${left % 60}초 뒤에 저절로 다시 시도해요.`;
    if (left <= 0) go();
    else setTimeout(tell, 1000);
  };
  tell();
} else if (again) {
  count.hidden = false;
  count.textContent = "여러 번 다시 시도했어요. 잠시 뒤에 단추를 눌러 주세요.";
}
