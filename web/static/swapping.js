// Answers that take the place of what holds the focus.

let target = null;
document.body.addEventListener("htmx:beforeSwap", (event) => { target = event.detail.target; });

// The focus is let go of before the page changes: a browser that finds it on what is taken away lays out
// the page at once, with the old and the new in it. htmx has noted by then where it was and puts it back.
document.body.addEventListener("htmx:oobBeforeSwap", () => {
  const focused = document.activeElement;
  if (focused !== target && target?.contains(focused)) focused.blur();
});
