// The board filters as soon as a choice is made; the assign form shows only the field its audience needs.

for (const form of document.querySelectorAll("[data-auto]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select")) form.requestSubmit();
  });
}

for (const form of document.querySelectorAll("[data-assign]")) {
  const show = () => {
    const kind = form.elements.audience_kind.value;
    for (const field of form.querySelectorAll("[data-for]")) {
      const wanted = field.dataset.for === kind;
      field.hidden = !wanted;
      field.querySelector("input, select").required = wanted;
    }
  };
  form.addEventListener("change", show);
  show();
}
