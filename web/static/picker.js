// The credits of the ticked units, at once; what the rules say of them follows from the server.

const picker = document.querySelector("[data-picker]");

function credits() {
  return [...picker.querySelectorAll("input[data-credits]:checked")]
    .map((tick) => Number(tick.dataset.credits))
    .reduce((sum, each) => sum + each, 0);
}

function show() {
  const sum = credits();
  for (const place of document.querySelectorAll("[data-credits-chosen]")) {
    place.textContent = sum.toLocaleString("en-GB");
  }
  for (const meter of document.querySelectorAll("[data-credits-meter]")) {
    meter.max = Math.max(meter.max, sum);
    meter.value = sum;
  }
}

if (picker) {
  picker.addEventListener("change", show);
  // A browser that goes back restores ticks, but not what was said of them: ask again.
  window.addEventListener("pageshow", (event) => {
    show();
    if (event.persisted) picker.dispatchEvent(new Event("change"));
  });
}
