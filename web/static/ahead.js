// The next criterion of the queue, fetched while this one is read: it is there once the decision is recorded.

// Decisions rank the suggestions anew in the background; what was fetched before that is fetched once more.
const AGAIN_MS = 3000;
// A timer that is due with the frame is taken before the frame is on the screen.
const AFTER_PAINT_MS = 10;

const parsed = (html) => document.createRange().createContextualFragment(html);

// `shown()` is called once the next criterion is on the page, in the frame that paints it.
export function lookAhead(queue, shown) {
  let ahead = null, asking = null, later, sent = null;

  async function fetchNext() {
    asking?.abort();
    ahead = null;
    const address = document.getElementById("judge-nothing") && document.getElementById("queue-skip")?.getAttribute("hx-get");
    const here = queue.querySelector("[data-criterion]")?.dataset.criterion;
    if (!address || !here) return;
    asking = new AbortController();
    try {
      const headers = { "HX-Request": "true", "X-Ahead": here };
      const answer = await fetch(address, { headers, signal: asking.signal });
      const [print, html] = [answer.headers.get("X-Ahead"), await answer.text()];
      if (answer.ok && print) ahead = { print, panel: parsed(html) };
    } catch { /* It comes with the decision's answer, then. */ }
  }

  function put(panel, recorded) {
    const place = document.createNodeIterator(panel, NodeFilter.SHOW_COMMENT);
    for (let node; (node = place.nextNode());) {
      if (node.data === "undo") node.replaceWith(recorded.querySelector("[data-ahead]").content);
    }
    queue.replaceChildren(panel);
    document.getElementById("queue-said").textContent = recorded.querySelector("[hx-swap-oob]").textContent;
    sent = null;
    shown();
  }

  document.body.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.target !== queue || detail.verb !== "post") return;
    sent = ahead;
    if (sent) detail.headers["X-Ahead"] = sent.print;
  });
  document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target !== queue || !sent || !detail.serverResponse.includes("<template data-ahead>")) return;
    // htmx would prepare every form of the next criterion, and clean up after the last one, before the paint.
    detail.shouldSwap = false;
    put(sent.panel, parsed(detail.serverResponse));
    const address = detail.xhr.getResponseHeader("HX-Replace-Url");
    requestAnimationFrame(() => setTimeout(() => {
      history.replaceState({ htmx: true }, "", address);
      htmx.process(queue);
      htmx.trigger(queue, "htmx:afterSettle", detail);
    }, AFTER_PAINT_MS));
  });
  return () => {
    clearTimeout(later);
    fetchNext();
    later = setTimeout(fetchNext, AGAIN_MS);
  };
}
