// Light or dark as the device has it, before nbgrader's page is painted.

const dark = matchMedia("(prefers-color-scheme: dark)");
const show = () => (document.documentElement.dataset.theme = dark.matches ? "dark" : "light");
dark.addEventListener("change", show);
show();
