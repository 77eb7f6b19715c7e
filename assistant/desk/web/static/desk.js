// Shortcuts, copying and progress. Every page works without it.
"use strict";
(() => {
  const use = document.getElementById("use-keys");
  if (use) {
    use.checked = localStorage.getItem("desk-keys") !== "off";
    use.addEventListener("change", () => localStorage.setItem("desk-keys", use.checked ? "on" : "off"));
  }
  const stops = () => [...document.querySelectorAll(".queue .question, .part")];
  const current = () => {
    const all = stops();
    const at = all.findIndex((item) => item === document.activeElement || item.contains(document.activeElement));
    return { all, at };
  };
  const part = () => document.activeElement.closest(".part") || document.querySelector(".part:target") || document.querySelector(".part");
  const press = (key) => {
    const scope = key === "q" ? document : part();
    const found = scope && scope.querySelector(`[data-key="${key}"]`);
    if (found) found.click();
  };
  const actions = {
    j: () => { const { all, at } = current(); (all[Math.min(at + 1, all.length - 1)] || document.body).focus(); },
    k: () => { const { all, at } = current(); (all[Math.max(at - 1, 0)] || document.body).focus(); },
    o: () => { const { all, at } = current(); if (at >= 0) all[at].click(); },
    e: () => { const area = part() && part().querySelector("textarea"); if (area) area.focus(); },
  };
  document.addEventListener("keydown", (event) => {
    if (!use || !use.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.matches("input, textarea, select")) { if (event.key === "Escape") event.target.blur(); return; }
    if (actions[event.key]) actions[event.key](); else if ("sacq".includes(event.key)) press(event.key); else return;
    event.preventDefault();
  });
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", async () => {
      const area = document.getElementById(button.dataset.copy);
      try { await navigator.clipboard.writeText(area.value); } catch { area.select(); document.execCommand("copy"); }
      button.parentElement.querySelector(".copied").textContent = button.dataset.done;
    });
  }
  const running = document.querySelector('[data-upload][data-state="running"]');
  if (running) {
    const ask = async () => {
      const answer = await fetch(`/desk/uploads/${running.dataset.upload}/state`, { credentials: "same-origin" });
      if (!answer.ok) return;
      const state = await answer.json();
      const bar = running.querySelector("progress");
      bar.max = state.total || 1;
      bar.value = state.done;
      running.querySelector(".progress-text").textContent = state.text;
      if (state.state === "running") setTimeout(ask, 1500); else location.reload();
    };
    setTimeout(ask, 1500);
  }
})();
