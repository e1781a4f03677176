// Bundles scripts, styles, fonts and icons into static/dist with content-hashed names and a manifest.
// Never reaches the network; everything comes from static/ and node_modules/.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { existsSync, readdirSync, watch } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(here);
const dist = path.join(here, "dist");
const modules = path.join(root, "node_modules");
const isWatching = process.argv.includes("--watch");
const NOT_PAGES = new Set(["lib", "tests"]);

function scriptEntries() {
  const js = path.join(here, "js");
  const entries = { app: path.join(js, "app.js") };
  for (const folder of readdirSync(js, { withFileTypes: true })) {
    if (!folder.isDirectory() || NOT_PAGES.has(folder.name)) continue;
    for (const file of readdirSync(path.join(js, folder.name))) {
      if (file.endsWith(".js")) entries[`${folder.name}/${file.slice(0, -3)}`] = path.join(js, folder.name, file);
    }
  }
  return entries;
}

const shared = {
  bundle: true,
  minify: true,
  sourcemap: false,
  metafile: true,
  outdir: dist,
  write: true,
  entryNames: "[dir]/[name]-[hash]",
  assetNames: "fonts/[name]-[hash]",
  chunkNames: "chunks/[name]-[hash]",
  legalComments: "none",
  logLevel: "warning",
  absWorkingDir: root,
};

async function bundle() {
  const scripts = await esbuild.build({
    ...shared,
    entryPoints: scriptEntries(),
    format: "esm",
    splitting: true,
    target: ["es2021", "safari15", "firefox100", "chrome100"],
  });
  const styles = await esbuild.build({
    ...shared,
    entryPoints: { app: path.join(here, "css", "app.css") },
    target: ["safari15.4", "firefox100", "chrome100"],
    loader: { ".woff2": "file", ".svg": "dataurl" },
  });
  const manifest = {};
  for (const [out, made] of [...Object.entries(scripts.metafile.outputs), ...Object.entries(styles.metafile.outputs)]) {
    const name = path.relative("static/dist", out);
    if (made.entryPoint) manifest[unhashed(name)] = name;
    else if (name.endsWith(".woff2")) manifest[unhashed(name)] = name;
  }
  return manifest;
}

const unhashed = (name) => name.replace(/-[A-Z0-9]{8}(?=\.[a-z0-9]+$)/, "");

async function put(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
  const { dir, name: stem, ext } = path.parse(name);
  const hashed = path.posix.join(dir, `${stem}-${hash}${ext}`);
  await mkdir(path.dirname(path.join(dist, hashed)), { recursive: true });
  await writeFile(path.join(dist, hashed), content);
  return { [name]: hashed };
}

async function icons() {
  const names = JSON.parse(await readFile(path.join(here, "icons.json"), "utf8"));
  const symbols = await Promise.all(names.map(async (name) => {
    const svg = await readFile(path.join(modules, "lucide-static", "icons", `${name}.svg`), "utf8");
    const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s*\n\s*/g, "")}</symbol>`;
  }));
  const note = "<!-- Icons by the Lucide authors, ISC licence -->";
  return put("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${note}${symbols.join("")}</svg>`);
}

async function copies() {
  const made = {};
  for (const file of await readdir(path.join(here, "img"))) {
    Object.assign(made, await put(file, await readFile(path.join(here, "img", file))));
  }
  for (const file of ["swagger-ui.css", "swagger-ui-bundle.js"]) {
    Object.assign(made, await put(file, await readFile(path.join(modules, "swagger-ui-dist", file))));
  }
  // Whole fonts, Latin and Arabic in one, by which the house itself draws pictures and papers: a line
  // of both is shaped as one. Not woff2, which the writer of PDFs could not read without one library more.
  const whole = path.join(modules, "@ibm", "plex-sans-arabic", "fonts", "complete", "woff");
  for (const weight of ["Regular", "SemiBold"]) {
    const file = `IBMPlexSansArabic-${weight}.woff`;
    Object.assign(made, await put(`fonts/${file}`, await readFile(path.join(whole, file))));
  }
  return made;
}

async function build() {
  const started = performance.now();
  const before = existsSync(dist) ? await filesUnder(dist) : [];
  const manifest = { ...(await bundle()), ...(await icons()), ...(await copies()) };
  const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => a.localeCompare(b)));
  await writeFile(path.join(dist, "manifest.json.new"), `${JSON.stringify(sorted, null, 1)}\n`);
  await rename(path.join(dist, "manifest.json.new"), path.join(dist, "manifest.json"));
  await dropStale(before);
  await report(sorted, performance.now() - started);
}

async function filesUnder(folder) {
  const found = await readdir(folder, { withFileTypes: true, recursive: true });
  return found.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}

// Files a running page may still ask for stay for one day; then the next build sweeps them.
async function dropStale(before) {
  for (const file of before) {
    if (file.endsWith("manifest.json")) continue;
    const age = Date.now() - (await stat(file).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
    if (age > 86_400_000) await rm(file, { force: true });
  }
}

async function report(manifest, took) {
  const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1).padStart(7)} kB`;
  for (const [name, file] of Object.entries(manifest)) {
    const content = await readFile(path.join(dist, file));
    const packed = name.endsWith(".woff2") ? content.length : gzipSync(content, { level: 6 }).length;
    console.log(`${kilobytes(content.length)} ${kilobytes(packed)} compressed  ${name}`);
  }
  console.log(`Built ${Object.keys(manifest).length} files into static/dist in ${Math.round(took)} ms.`);
}

async function buildAndSurvive() {
  try {
    await build();
  } catch (problem) {
    console.error(problem.message);
    if (!isWatching) process.exitCode = 1;
  }
}

await buildAndSurvive();
if (isWatching) {
  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(buildAndSurvive, 80);
  };
  for (const folder of ["css", "js", "img"]) watch(path.join(here, folder), { recursive: true }, later);
  watch(path.join(here, "icons.json"), later);
  console.log("Watching static/ for changes; stop with Ctrl+C.");
}
