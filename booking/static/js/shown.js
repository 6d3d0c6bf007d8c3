/** Call `prepare(root)` for the page as it is and again for what htmx has swapped in. */
export function whenShown(prepare) {
  prepare(document);
  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.detail?.ctx?.target;
    prepare(target?.isConnected ? target.parentElement ?? target : document);
  });
}
