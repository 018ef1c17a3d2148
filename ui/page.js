// What every part of the page shares. Gradio reads the language from here; {lang} is the one the server chose, and
// {base} the path that the page is served below.
Object.defineProperty(navigator, "language", { value: "{lang}", configurable: true });

const reportqa = {
  base: "{base}",
  words: {},

  find(selector, root = document) {
    return root.querySelector(selector);
  },

  // Text of the page with its braces filled.
  say(text, values = {}) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  },

  // HTML of the server. What is there already is left alone, so that no screen reader says it twice.
  fill(element, html) {
    if (element.dataset.shown === html) return;
    const focused = element.contains(document.activeElement) ? this.nameOf(document.activeElement) : undefined;
    const opened = new Set([...element.querySelectorAll("details[open] > summary")].map(this.nameOf));
    element.dataset.shown = html;
    element.innerHTML = html;
    for (const summary of element.querySelectorAll("details > summary")) {
      if (opened.has(this.nameOf(summary))) summary.parentElement.open = true;
    }
    for (const time of element.querySelectorAll("time")) {
      time.textContent = new Date(time.dateTime).toLocaleDateString("{lang}");
    }
    if (focused) {
      const controls = [...element.querySelectorAll("button, input, summary")];
      controls.find((each) => this.nameOf(each) === focused)?.focus({ preventScroll: true });
    }
  },
  // Tells the controls of a list apart, so that focus survives when the list is written anew.
  nameOf(control) {
    return control.getAttribute("aria-label") ?? control.title ?? control.id;
  },

  element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  },

  // Run when all these are on the page: Gradio makes them, some time after this script is read.
  whenThere(selectors, run) {
    const there = () => selectors.every((selector) => document.querySelector(selector));
    if (there()) return run();
    const watching = new MutationObserver(() => {
      if (!there()) return;
      watching.disconnect();
      run();
    });
    watching.observe(document, { childList: true, subtree: true });
  },

  // Ask the server. A session that has ended leads to the login; that nobody answers is said on the page.
  async call(path, options = {}) {
    try {
      const response = await fetch(this.base + path, {
        credentials: "same-origin", headers: { "x-report-qa-page": "1" }, ...options,
      });
      if (response.status === 401) location.reload();
      this.lost(false);
      return response;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // what fetch() throws then
      this.lost(true);
      return new Response("", { status: 504 });
    }
  },
  lost(isLost) {
    const line = this.find("#lost");
    if (line) line.hidden = !isLost;
  },

  // Wait until nothing new has come for a moment, then run once.
  soon(run, milliseconds = 250) {
    let timer;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(run, milliseconds);
    };
  },

  // What this tab (or, with kind localStorage, this browser) remembers; a browser may forbid it.
  remember(name, value, kind = "sessionStorage") {
    try {
      window[kind].setItem(`report-qa.${reportqa.base}.${name}`, value);
    } catch {
      this.forgetful = { ...this.forgetful, [name]: value };
    }
  },
  recall(name, kind = "sessionStorage") {
    try {
      return window[kind].getItem(`report-qa.${reportqa.base}.${name}`) ?? "";
    } catch {
      return this.forgetful?.[name] ?? "";
    }
  },

  // Ask before something that cannot be undone.
  confirmed(question, yes) {
    const dialog = this.find("#confirm");
    this.find("#confirm-what").textContent = question;
    this.find("button[value=yes]", dialog).textContent = yes;
    dialog.returnValue = "no";
    dialog.showModal();
    this.find("button[value=no]", dialog).focus();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    });
  },
};
window.reportqa = reportqa;

// Enter that confirms a candidate of an input method must not send the question.
for (const kind of ["keydown", "keypress"]) {
  document.addEventListener(kind, (event) => {
    if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.stopImmediatePropagation();
  }, true);
}

// Calls a function for clicks on what a selector names, wherever and whenever it is on the page.
function onClick(selector, run) {
  document.addEventListener("click", (event) => {
    const target = event.target.closest?.(selector);
    if (target) run(target, event);
  });
}

onClick("button.copy", async (button) => {
  if (button.dataset.label) return;
  button.dataset.label = button.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
  } catch {
    button.textContent = reportqa.words.not_copied;
  }
  setTimeout(() => {
    button.textContent = button.dataset.label;
    delete button.dataset.label;
  }, 1500);
});

onClick("#confirm button", (button) => reportqa.find("#confirm").close(button.value));

// A menu closes when something else is clicked, and with Escape.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.choices[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details.choices[open]");
  if (!menu) return;
  menu.open = false;
  reportqa.find("summary", menu).focus();
  event.stopPropagation();
}, true);

// A menu near the lower end of the window opens upwards.
document.addEventListener("toggle", (event) => {
  const menu = event.target.matches?.("details.choices") && event.target.open && reportqa.find(".menu", event.target);
  if (!menu) return;
  event.target.classList.remove("up");
  const box = reportqa.find("#asker")?.getBoundingClientRect();
  const end = menu.closest("#log") && box ? box.top : window.innerHeight;
  event.target.classList.toggle("up", menu.getBoundingClientRect().bottom > end);
}, true);

// Settings
function paint() {
  const wanted = reportqa.recall("appearance", "localStorage");
  const dark = wanted ? wanted === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.body?.classList.toggle("dark", dark);
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
  document.documentElement.classList.toggle("fluently", reportqa.recall("readable", "localStorage") === "yes");
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);

reportqa.whenThere(["#words", "#settings"], () => {
  reportqa.words = JSON.parse(reportqa.find("#words").dataset.words);
  const [readable, ratings] = [reportqa.find("#readable"), reportqa.find("#ratings")];
  const [appearance, language] = [reportqa.find("#appearance"), reportqa.find("#language")];
  readable.checked = reportqa.recall("readable", "localStorage") === "yes";
  appearance.value = reportqa.recall("appearance", "localStorage");
  language.value = "{lang}";
  paint();
  readable.addEventListener("change", () => {
    reportqa.remember("readable", readable.checked ? "yes" : "", "localStorage");
    paint();
  });
  appearance.addEventListener("change", () => {
    reportqa.remember("appearance", appearance.value, "localStorage");
    paint();
  });
  language.addEventListener("change", () => {
    document.cookie = `report-qa-language=${language.value}; path=${reportqa.base}; max-age=31536000; samesite=lax`;
    location.reload();
  });
  ratings.addEventListener("change", async () => {
    await reportqa.call("settings", { method: "PUT", body: JSON.stringify({ keep_ratings: ratings.checked }) });
    reportqa.reopen();
  });
});

// Who asks, and what they may do: told with every look, as rights change.
reportqa.meet = (me) => {
  reportqa.me = me;
  reportqa.find("#ratings").checked = me.keep_ratings;
  const who = reportqa.find("#who");
  who.hidden = !me.name;
  reportqa.find("bdi", who).textContent = me.name;
  reportqa.find("#adding").hidden = !me.may_edit;
  reportqa.find("#readers").hidden = me.may_edit;
};

onClick("#log-out", async () => {
  await reportqa.call("logout", { method: "POST" });
  location.reload();
});
