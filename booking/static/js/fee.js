// The fee for what is chosen now, from the table that the server made by the café's rules. Without scripts the list beside it
// says the same.
const form = document.querySelector("form[data-fees]");
const total = form?.querySelector("[data-fee-total]");
const holder = Number(form?.dataset.holder) || 0;
const fees = form ? JSON.parse(form.dataset.fees) : [];

function show() {
  const children = form.querySelectorAll('input[name="child_ids"]:checked').length;
  const adults = Number.parseInt(form.elements.adults.value, 10) || 0;
  const won = fees[children - 1]?.[adults];
  total.hidden = won === undefined;
  if (won !== undefined) total.textContent = `지금 고른 인원: 아이 ${children}명, 보호자 ${adults}명${holder ? `(예약한 분까지 ${adults + holder}명)` : ""} → ${won ? `${won.toLocaleString("ko-KR")}원` : "무료"}`;
}

if (total) {
  form.addEventListener("change", show);
  show();
}
