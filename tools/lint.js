/// <reference lib="deno.unstable" />
// What the project asks of its scripts beyond the lint that comes with the tool: functions that are read at one sitting.

const LONGEST = 60; // lines

/** @type {Deno.lint.Plugin} */
export default {
  name: "anpei",
  rules: {
    "short-functions": {
      create(context) {
        /** @param {Deno.lint.FunctionDeclaration | Deno.lint.FunctionExpression | Deno.lint.ArrowFunctionExpression} node */
        function look(node) {
          const lines = context.sourceCode.getText(node).split("\n").length;
          if (lines > LONGEST) context.report({ node, message: `A function of ${lines} lines; none is longer than ${LONGEST}.` });
        }
        return { FunctionDeclaration: look, FunctionExpression: look, ArrowFunctionExpression: look };
      },
    },
  },
};
