// The conversation: what Gradio brings is put into the log, and what is clicked in the log is asked.

// Raised whenever another conversation is gone to: what was asked for before that comes too late to be shown.
let view = Date.now();
// The question that is on its way: its ticket, and what was typed.
let asked;
// What a button asks; Gradio hands the script what stands in the box.
let pressed;
let send = () => {};

function current() {
  return reportqa.recall("conversation");
}

function shown(conversation) {
  reportqa.remember("conversation", conversation);
  const exporting = reportqa.find("#export");
  exporting.hidden = !conversation;
  for (const link of exporting.querySelectorAll("a")) {
    link.href = `${reportqa.base}conversations/${conversation}.${link.dataset.format}`;
  }
  for (const entry of document.querySelectorAll("[data-open]")) {
    if (entry.dataset.open === conversation) entry.setAttribute("aria-current", "true");
    else entry.removeAttribute("aria-current");
  }
}

// Leave what is shown; an answer on its way to it is kept there, and not shown here.
function leave() {
  view += 1;
  settle();
  reportqa.find("#log").replaceChildren();
}

function begin() {
  leave();
  shown("");
  reportqa.find("#question textarea")?.focus();
}

function settle() {
  asked = undefined;
  reportqa.remember("asked", "");
  reportqa.find("#question")?.classList.remove("busy");
}

function fault(content) {
  reportqa.find("#log > .fault")?.remove();
  reportqa.find("#log").append(reportqa.element("div", { className: "fault", role: "alert" }, content));
}

function show(turn, ticket) {
  const log = reportqa.find("#log");
  const turns = [...log.querySelectorAll(":scope > .turn")];
  turn.dataset.ticket = ticket;
  const { conversation, turn: number } = turn.dataset;
  const same = turns.find((each) => each.dataset.ticket === ticket)
    ?? turns.find((each) => each.dataset.conversation === conversation && each.dataset.turn === number);
  // a conversation that was deleted elsewhere begins anew; one that could not be kept stays to be read
  const other = turns.at(-1) && turns.at(-1).dataset.conversation !== conversation && !reportqa.find("#log > .fault");
  if (other && same !== turns.at(-1)) log.replaceChildren();
  reportqa.find("#log > .fault")?.remove();
  const focused = same?.contains(document.activeElement) && document.activeElement.dataset.rating;
  if (same?.isConnected) same.replaceWith(turn);
  else log.append(turn);
  if (focused) reportqa.find(`[data-rating="${focused}"]`, turn)?.focus();
  shown(conversation);
  if (!same || reportqa.find(".pending", same)) turn.scrollIntoView({ behavior: "smooth", block: "start" });
}

// A conversation that is opened is not read out: it was read before.
function unfold(conversation) {
  const log = reportqa.find("#log");
  const there = new Set([...log.children].map((each) => each.dataset.turn));
  if (log.children.length && reportqa.find(".turn", log)?.dataset.conversation !== conversation.dataset.conversation) return;
  log.setAttribute("aria-live", "off");
  if (asked) log.prepend(...[...conversation.children].filter((each) => !there.has(each.dataset.turn)));
  else log.replaceChildren(...conversation.children);
  const last = reportqa.find("#log .turn:last-of-type");
  shown(last ? conversation.dataset.conversation : "");
  last?.scrollIntoView({ block: "start" });
  requestAnimationFrame(() => requestAnimationFrame(() => log.removeAttribute("aria-live")));
}

reportqa.connect = (element, trigger) => {
  send = trigger;
  reportqa.receive(element);
};

// Take over what the server sent: a turn, a whole conversation, or why there is neither.
reportqa.receive = (element) => {
  const sent = reportqa.find(".sent", element);
  if (!sent || sent.dataset.view !== String(view)) return;
  const { ticket } = sent.dataset;
  for (const each of [...sent.children]) {
    each.remove();
    if (each.matches(".turn")) show(each, ticket);
    else if (each.matches(".conversation")) unfold(each);
    else fault(each);
  }
  if (asked?.ticket === ticket && !reportqa.find("#log .pending")) settle();
  reportqa.refreshTalks?.();
};

function context() {
  return { conversation: current(), within: reportqa.chosenIds(), view, ticket: `${view}-${Math.random()}` };
}

// What goes with every question, and with what else is asked for.
reportqa.context = () => JSON.stringify(context());
reportqa.asking = (inBox) => {
  const typed = pressed ?? inBox;
  pressed = undefined;
  const known = context();
  if (asked || !typed.trim()) return JSON.stringify({ ...known, ...(asked?.sent ?? {}) });
  asked = { ticket: known.ticket, typed, sent: known };
  reportqa.remember("asked", typed);
  reportqa.find("#question").classList.add("busy");
  return JSON.stringify(known);
};

// The question did not get through: it stands in the box again.
reportqa.failed = () => {
  if (!asked) return;
  const { typed, ticket } = asked;
  settle();
  const waiting = [...document.querySelectorAll("#log .turn")].find((each) => each.dataset.ticket === ticket);
  if (waiting && !reportqa.find(".pending", waiting)) return; // the server has told what went wrong
  waiting?.remove();
  refill(typed);
  fault(reportqa.element("div", { className: "error", textContent: reportqa.words.not_asked }));
};

function refill(typed) {
  const box = reportqa.find("#question textarea");
  if (box.value) return;
  box.value = typed;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

reportqa.reopen = () => {
  if (current() && !asked) send("select", {});
};

function ask(question, changes = {}) {
  if (asked) return;
  pressed = question;
  send("submit", { question, ...changes });
}

// One question at a time: a second one stays in the box until the first is answered.
document.addEventListener("keydown", (event) => {
  const enter = event.key === "Enter" && !event.shiftKey && event.target.matches?.("#question textarea");
  if (enter && asked) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);
document.addEventListener("click", (event) => {
  if (asked && event.target.closest?.("#question button")) event.stopImmediatePropagation();
}, true);

onClick("[data-question]", (button) => ask(button.dataset.question));
onClick("[data-within]", (button) => {
  const turn = button.closest(".turn");
  ask(turn.dataset.asked, { within: button.dataset.within ? [button.dataset.within] : [] });
});
onClick(".turn:last-of-type .undo", (button) => {
  const { typed, among, turn } = button.closest(".turn").dataset;
  ask(typed, { within: JSON.parse(among), again: Number(turn) });
});
onClick(".rate", (button) => {
  const { conversation, turn } = button.closest(".turn").dataset;
  const value = button.getAttribute("aria-pressed") === "true" ? 0 : Number(button.dataset.rating);
  send("like", { conversation, number: Number(turn), value });
});
onClick(".swap", (button) => {
  const asIs = button.closest("figure").classList.toggle("as-is");
  button.setAttribute("aria-pressed", String(asIs));
});

// Past conversations
reportqa.refreshTalks = reportqa.soon(async () => {
  const find = reportqa.find("#find-talks");
  const response = await reportqa.call(`part/conversations?find=${encodeURIComponent(find.value)}`);
  if (!response.ok) return;
  reportqa.fill(reportqa.find("#talks-part"), await response.text());
  const many = document.querySelectorAll("[data-open]").length > 7;
  if (many) find.hidden = false;
  shown(current());
});

onClick("#new-talk", () => {
  begin();
  reportqa.closeSide();
});
onClick("[data-open]", (button) => {
  reportqa.closeSide();
  if (button.dataset.open === current()) return;
  leave();
  reportqa.remember("conversation", button.dataset.open);
  send("select", {});
});
onClick("[data-forget]", async (button) => {
  const { forget, name } = button.dataset;
  const words = reportqa.words;
  if (!(await reportqa.confirmed(reportqa.say(words.delete_ask, { title: name }), words.delete_yes))) return;
  const response = await reportqa.call(`conversations/${forget}`, { method: "DELETE" });
  if (!response.ok) return;
  if (forget === current()) begin();
  reportqa.refreshTalks();
});

reportqa.whenThere(["#talks-part", "#find-talks", "#log", "#export"], () => {
  reportqa.find("#find-talks").addEventListener("input", reportqa.refreshTalks);
  // a page that was loaded anew while a question was on its way keeps it
  const lost = reportqa.recall("asked");
  if (lost) reportqa.whenThere(["#question textarea"], () => refill(lost));
  reportqa.remember("asked", "");
  reportqa.refreshTalks();
});
