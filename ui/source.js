// The report of a quote: fetched into #source-part, scrolled to the quote. Buttons that show one carry the report's id in
// data-source, and data-start, data-end and data-sha of the quote; those that move inside it a whole address in data-part.

let sourcesAsked = 0;
let sourceOpener;

// What an element scrolls in: the panel, the drawer it is in on smaller screens, or the page.
function scrollerOf(element) {
  for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(box).overflowY) && box.scrollHeight > box.clientHeight) return box;
  }
  return document.scrollingElement;
}

// Into the middle of what it scrolls in, and nothing around that.
function scrollInside(element) {
  if (!element) return;
  const box = scrollerOf(element);
  const whole = box === document.scrollingElement;
  const top = element.getBoundingClientRect().top - (whole ? 0 : box.getBoundingClientRect().top);
  const height = whole ? window.innerHeight : box.clientHeight;
  box.scrollTop += top - (height - Math.min(element.getBoundingClientRect().height, height / 2)) / 2;
}

function showQuote(part) {
  scrollInside(part.querySelector("details.pages[open] .box") ?? part.querySelector("details.words[open] mark"));
}

// Shows what an address answers with; the last one asked for wins.
async function showPart(address, then = showQuote) {
  const part = reportqa.find("#source-part");
  const asked = ++sourcesAsked;
  part.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, { credentials: "same-origin" });
    if (response.status === 401) return location.reload();
    const html = await response.text();
    if (asked !== sourcesAsked) return;
    const readable = response.headers.get("content-type")?.startsWith("text/html");
    if (readable) part.innerHTML = html;
    else part.textContent = reportqa.words.not_shown;
    // what is open from the start is scrolled to below, and not again when the browser tells that it opened
    for (const opened of part.querySelectorAll("details[open]")) opened.dataset.seen = "yes";
    then(part);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // what fetch() throws when nobody answers
    if (asked === sourcesAsked) part.textContent = reportqa.words.not_shown;
  } finally {
    if (asked === sourcesAsked) part.removeAttribute("aria-busy");
  }
}

reportqa.showSource = ({ id, start, end, sha }) => {
  const query = new URLSearchParams();
  if (end !== undefined) {
    query.set("start", start);
    query.set("end", end);
  }
  if (sha) query.set("sha256", sha);
  const panel = reportqa.find("#source");
  if (panel.hidden) reportqa.find("#source-part").replaceChildren();
  panel.hidden = false;
  const shown = showPart(`${reportqa.base}part/source/${id}?${query}`);
  reportqa.find("#source-part").focus({ preventScroll: true });
  return shown;
};

reportqa.closeSource = () => {
  sourcesAsked += 1;
  reportqa.find("#source").hidden = true;
  if (sourceOpener?.isConnected) sourceOpener.focus();
};

onClick("[data-source]", (button) => {
  const { source, start, end, sha } = button.dataset;
  sourceOpener = button;
  reportqa.showSource({ id: source, start, end, sha });
});
onClick("#close-source", () => reportqa.closeSource());
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest?.("#source")) reportqa.closeSource();
});

// Going back in a text ends where the reader came from, going on begins there.
onClick("#source [data-part]", (button) => {
  const backwards = button.matches(".earlier");
  const then = (part) => {
    const marked = button.matches(".back") || !button.dataset.start;
    if (marked) showQuote(part);
    else {
      const text = part.querySelector(".full");
      const box = scrollerOf(text ?? part);
      if (text) text.scrollIntoView({ block: backwards ? "end" : "start" });
      else box.scrollTop = 0;
    }
    reportqa.find("#source-part").focus({ preventScroll: true });
  };
  showPart(button.dataset.part, then);
});

// toggle and error do not bubble.
document.addEventListener("toggle", (event) => {
  const opened = event.target.matches?.("#source details[open]") && !event.target.dataset.seen;
  if (!opened) return;
  event.target.dataset.seen = "yes";
  scrollInside(event.target.querySelector("mark, .box"));
}, true);
document.addEventListener("error", (event) => {
  const image = event.target;
  if (!image.matches?.("#source .frame img")) return;
  image.closest(".frame").replaceWith(reportqa.element("p", { className: "note", textContent: image.dataset.failed }));
}, true);
