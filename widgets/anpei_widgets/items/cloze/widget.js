// Blanks of a passage are answered as pairs are: each wants one of the choices.

export { default } from "../matching/widget.js";
