// Refuses physical directions in our styles: both writing directions are served by the same sheet.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), "css");
const PHYSICAL = /(?<![\w-])((margin|padding|border|scroll-margin|scroll-padding)-(left|right|top|bottom)(-\w+)*|left|right|top|bottom|width|height|(min|max)-(width|height))\s*:|:\s*(left|right)\s*[;}]/;
const ALLOWED = /@media|@container|aspect-ratio/;

const faults = readdirSync(folder, { recursive: true })
  .filter((name) => name.endsWith(".css"))
  .flatMap((name) => readFileSync(path.join(folder, name), "utf8").split("\n")
    .map((line, index) => ({ line, where: `${name}:${index + 1}` }))
    .filter(({ line }) => PHYSICAL.test(line.replace(/\/\*.*?\*\//g, "")) && !ALLOWED.test(line)));

for (const { line, where } of faults) console.error(`${where}: ${line.trim()}`);
if (faults.length > 0) {
  console.error(`${faults.length} physical directions; use the logical ones (inline, block, start, end).`);
  process.exit(1);
}
