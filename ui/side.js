// The reports beside the chat: which are there, which are asked, and how they come and go.

const UPLOADS_AT_ONCE = 2;
const chosen = new Map(JSON.parse(reportqa.recall("chosen") || "[]"));
let total = 0;
let seen;

reportqa.chosenIds = () => [...chosen.keys()];

function showChosen() {
  reportqa.remember("chosen", JSON.stringify([...chosen]));
  for (const box of document.querySelectorAll("#reports-part input")) box.checked = chosen.has(box.value);
  const line = reportqa.find("#chosen");
  if (!line) return;
  line.hidden = !chosen.size;
  if (!chosen.size) return;
  const words = reportqa.words;
  const all = reportqa.element("button", { type: "button", className: "chip", textContent: words.choose_all });
  all.addEventListener("click", () => {
    chosen.clear();
    showChosen();
    reportqa.find("#question textarea")?.focus();
  });
  const said = reportqa.say(words.chosen, { count: chosen.size, total: Math.max(total, chosen.size) });
  line.replaceChildren(reportqa.element("span", { textContent: said, title: [...chosen.values()].join("\n") }), all);
}

document.addEventListener("change", (event) => {
  const box = event.target.closest?.("#reports-part input[type=checkbox]");
  if (!box) return;
  if (box.checked) chosen.set(box.value, box.dataset.name);
  else chosen.delete(box.value);
  showChosen();
});

const refreshReports = reportqa.soon(async () => {
  const find = reportqa.find("#find-reports");
  const response = await reportqa.call(`part/reports?find=${encodeURIComponent(find.value)}`);
  if (!response.ok) return;
  const part = reportqa.find("#reports-part");
  reportqa.fill(part, await response.text());
  total = Number(reportqa.find("ul", part)?.dataset.total ?? 0);
  reportqa.find("#report-count").textContent = total ? String(total) : "";
  const listed = new Set([...part.querySelectorAll("input")].map((box) => box.value));
  if (total > 7) find.hidden = false;
  if (!find.value && reportqa.find("ul[data-total]", part) && listed.size === total) {
    for (const id of chosen.keys()) if (!listed.has(id)) chosen.delete(id);
  }
  showChosen();
}, 150);

async function refreshWelcome() {
  const response = await reportqa.call("part/welcome");
  if (!response.ok) return;
  const { examples, notices } = await response.json();
  reportqa.fill(reportqa.find("#examples"), examples);
  reportqa.fill(reportqa.find("#notices"), notices);
}

// Ask every few seconds whether something has changed: a stream would take one of the six connections that a
// browser opens to a host, for every tab.
async function look() {
  let next = 4000;
  try {
    if (!document.hidden) next = await lookOnce();
  } catch {
    // a proxy may answer with a page of its own, or half an answer
    seen = undefined;
    next = 2000;
  } finally {
    setTimeout(look, next);
  }
}

async function lookOnce() {
  const response = await reportqa.call("part/now");
  if (!response.ok) {
    seen = undefined;
    return 2000;
  }
  const now = await response.json();
  reportqa.meet(now.me);
  reportqa.fill(reportqa.find("#status"), now.status);
  const state = `${now.done} ${now.revision} ${now.me.may_edit}`;
  if (state !== seen) {
    seen = state;
    refreshReports();
    await refreshWelcome();
  }
  return now.done ? 4000 : 700;
}

onClick("[data-remove]", async (button) => {
  const { remove, name } = button.dataset;
  const words = reportqa.words;
  if (!(await reportqa.confirmed(reportqa.say(words.remove_ask, { name }), words.remove_yes))) return;
  button.disabled = true;
  const response = await reportqa.call(`reports/${remove}`, { method: "DELETE" });
  if (response.ok) chosen.delete(remove);
  else report(reportqa.say(words.not_removed, { name }), await reason(response));
  refreshReports();
});

// Adding
const waiting = [];
let running = 0;

async function reason(response) {
  try {
    return said(JSON.parse(await response.text()));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return reportqa.words.broken;
  }
}

// An error is HTML of the page or, where the server refused before the page was asked, its parts.
function said({ error }) {
  if (typeof error === "string") return reportqa.element("div", { innerHTML: error });
  return `${error.cause}. ${error.remedy}`;
}

function report(what, why) {
  const heading = reportqa.element("p", { textContent: what });
  reportqa.find("#uploads").append(reportqa.element("li", { className: "bad" }, heading, why));
  reportqa.find("#clear-uploads").hidden = false;
}

function upload(files) {
  const words = reportqa.words;
  for (const file of files) {
    const state = reportqa.element("span", { className: "state" });
    const bar = reportqa.element("progress", { max: 1, value: 0 });
    bar.setAttribute("aria-label", file.name);
    const stop = reportqa.element("button", { type: "button", className: "icon", textContent: "×" });
    stop.setAttribute("aria-label", `${words.cancel}: ${file.name}`);
    const name = reportqa.element("bdi", { textContent: file.name });
    const row = reportqa.element("li", { className: "going" }, name, state, bar, stop);
    const item = { file, row, state, bar, request: new XMLHttpRequest(), over: false };
    stop.addEventListener("click", () => {
      item.request.abort();
      finish(item, "cancelled", reportqa.say(words.cancelled, { name: file.name }));
    });
    reportqa.find("#uploads").append(row);
    if (file.size > reportqa.me.max_file_bytes) {
      const size = Math.floor(reportqa.me.max_file_bytes / 1024 ** 2);
      fail(item, reportqa.say(words.too_large, { size }));
    } else waiting.push(item);
  }
  start();
}

function finish(item, kind, text) {
  if (item.over) return;
  item.over = true;
  item.row.className = kind;
  item.row.replaceChildren(text);
  reportqa.find("#clear-uploads").hidden = false;
  refreshReports();
}

function fail(item, why) {
  finish(item, "bad", reportqa.say(reportqa.words.failed, { name: item.file.name }));
  item.row.append(reportqa.element("p", {}, why));
}

function start() {
  while (running < UPLOADS_AT_ONCE && waiting.length) {
    const item = waiting.shift();
    if (item.over) continue;
    running += 1;
    transfer(item).finally(() => {
      running -= 1;
      start();
    });
  }
}

function transfer(item) {
  const { file, request, bar, state } = item;
  const words = reportqa.words;
  return new Promise((resolve) => {
    request.open("PUT", `${reportqa.base}reports?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("x-report-qa-page", "1");
    request.setRequestHeader("content-type", "application/octet-stream");
    state.textContent = words.sending;
    request.upload.addEventListener("progress", (event) => {
      bar.value = event.total ? event.loaded / event.total : 0;
    });
    request.upload.addEventListener("load", () => {
      bar.removeAttribute("value");
      state.textContent = words.reading_file;
    });
    request.addEventListener("load", () => {
      if (request.status === 200) finish(item, "good", reportqa.say(words.added, { name: file.name }));
      else if (request.status === 401) location.reload();
      else {
        try {
          fail(item, said(JSON.parse(request.responseText)));
        } catch (error) {
          if (!(error instanceof SyntaxError)) throw error;
          fail(item, words.broken);
        }
      }
    });
    request.addEventListener("error", () => fail(item, words.broken));
    request.addEventListener("loadend", resolve);
    request.send(file);
  });
}

onClick("#clear-uploads", (button) => {
  for (const row of document.querySelectorAll("#uploads > li:not(.going)")) row.remove();
  button.hidden = true;
});
onClick("#add", () => reportqa.find("#files").click());

// Files of what was dropped, folders too.
async function dropped(entry) {
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return found;
    for (const each of some) found.push(...(await dropped(each)));
  }
}

function carriesFiles(event) {
  return reportqa.me?.may_edit && event.dataTransfer?.types.includes("Files");
}
document.addEventListener("dragover", (event) => {
  // what cannot be added must not make the browser leave the page for it, either
  if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  if (!carriesFiles(event)) return;
  event.preventDefault();
  document.documentElement.classList.add("dropping");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.documentElement.classList.remove("dropping");
});
document.addEventListener("drop", async (event) => {
  document.documentElement.classList.remove("dropping");
  if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  if (!carriesFiles(event)) return;
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
  const files = [...event.dataTransfer.files];
  const read = await Promise.allSettled(entries.map(dropped));
  upload(entries.length ? read.flatMap((each) => each.value ?? []) : files);
  read.forEach((each, place) => {
    if (each.status === "rejected") report(reportqa.say(reportqa.words.skipped, { name: entries[place].name }), "");
  });
});

// On small screens it is a drawer.
function toggleSide(open) {
  document.documentElement.classList.toggle("side-open", open);
  reportqa.find("#menu")?.setAttribute("aria-expanded", String(open));
}
reportqa.closeSide = () => toggleSide(false);
onClick("#menu", () => toggleSide(!document.documentElement.classList.contains("side-open")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !document.documentElement.classList.contains("side-open")) return;
  toggleSide(false);
  reportqa.find("#menu").focus();
});

reportqa.whenThere(["#words", "#reports-part", "#find-reports", "#files", "#chosen", "#examples", "#lost", "#who", "#adding"], () => {
  reportqa.find("#files").addEventListener("change", (event) => {
    upload([...event.target.files]);
    event.target.value = "";
  });
  reportqa.find("#find-reports").addEventListener("input", refreshReports);
  look();
});
