// Before anything is painted, so that nothing flashes.
(() => {
  const stored = localStorage.getItem("sluice-theme");
  if (stored === "light" || stored === "dark") {
    document.documentElement.dataset.theme = stored;
  }
})();
