// Gradio reads the language from here; {lang} is the one the server chose.
Object.defineProperty(navigator, "language", { value: "{lang}", configurable: true });

// Enter that confirms a candidate of an input method must not send the question.
for (const kind of ["keydown", "keypress"]) {
  document.addEventListener(kind, (event) => {
    if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.stopImmediatePropagation();
  }, true);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("button.copy");
  if (!button || button.dataset.label) return;
  await navigator.clipboard.writeText(button.closest("figure").querySelector("blockquote").textContent);
  button.dataset.label = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => {
    button.textContent = button.dataset.label;
    delete button.dataset.label;
  }, 1500);
});
