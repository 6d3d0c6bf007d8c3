// Everything here is a comfort: each page works without it. The modules listen on the document, so what htmx brings
// in later works at once; `whenShown` is for the few things that must be prepared (buttons that only scripts can serve).
import { whenShown } from "./shown.js";
import "./once.js";
import "./filters.js";
import "./clock.js";
import "./places.js";
import "./connection.js";
import { bringOutPasswordButtons } from "./password.js";
import { bringOutSteppers } from "./stepper.js";
import { bringOutScriptButtons } from "./share.js";

whenShown((root) => {
  bringOutPasswordButtons(root);
  bringOutSteppers(root);
  bringOutScriptButtons(root);
  // Once: a board that refreshes beside it must not pull the reader back.
  const summary = root.querySelector("[data-focus]:not([data-focused])");
  if (summary) {
    summary.dataset.focused = "yes";
    summary.focus();
  }
});
