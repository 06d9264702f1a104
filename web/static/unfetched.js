// What could not be fetched is said where it was to appear, and can be asked for again; what stood there stays.

// Like `htmx.ajax`, whose promise would tell the console what is said on the page.
export function fetchInto(target, address, source) {
  htmx.ajax("GET", address, { source, target }).catch(() => {});
}

function noticeOf(words, again) {
  const notice = document.createElement("div");
  notice.className = "summary";
  notice.setAttribute("role", "alert");
  notice.dataset.unfetched = "";
  const button = Object.assign(document.createElement("button"), {
    type: "button", className: "button", textContent: "Try again", onclick: again,
  });
  notice.append(`${words}, so nothing new could be fetched. `, button);
  return notice;
}

// `place` is what requests fill, or holds what they fill.
export function tellUnfetched(place) {
  function tell(words, { elt, target, requestConfig, pathInfo }) {
    if (requestConfig.verb !== "get" || !place.contains(target)) return;
    place.querySelector("[data-unfetched]")?.remove();
    const notice = noticeOf(words, () => fetchInto(target, pathInfo.requestPath, elt));
    target.prepend(notice);
    // What fetched itself, further down, does not take anybody away from what they read.
    if (target === place) notice.scrollIntoView({ block: "nearest" });
  }

  document.body.addEventListener("htmx:sendError", ({ detail }) => tell("The connection was lost", detail));
  document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const { status } = detail.xhr;
    if (status !== 400 && status < 500) return;
    detail.shouldSwap = false;
    tell(`The server answered with an error (${status})`, detail);
  });
}
