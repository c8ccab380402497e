// Builds src/tandem/web/static/dist (committed, so that `make run` needs no node) from the sources here.
// NL Design System components keep only the rules that our templates use, and only the tokens that those rules read.
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { PurgeCSS } from "purgecss";
import wawoff2 from "wawoff2";

const here = path.dirname(fileURLToPath(import.meta.url));
const web = path.join(here, "../src/tandem/web");
const dist = path.join(web, "static/dist");
const modules = path.join(here, "node_modules");

// The components of NL Design System that Tandem uses, each with its own EUPL-1.2 style sheet.
const COMPONENTS = ["skip-link", "link", "heading-1", "heading-2", "heading-3", "paragraph", "button", "textbox", "form-label", "table"];
const OWN = ["theme.css", "tokens.css", "page.css", "forms.css", "organisation.css", "identity.css", "figures.css", "who.css", "directory.css", "sharing.css", "desk.css", "casework.css", "concern.css", "cases.css", "decisions.css", "plans.css", "meetings.css", "family.css", "picture.css", "print.css"];

const read = (...parts) => readFile(path.join(...parts), "utf-8");

async function components() {
  const css = (await Promise.all(COMPONENTS.map((name) => read(modules, `@utrecht/${name}-css/dist/index.css`)))).join("\n");
  const [purged] = await new PurgeCSS().purge({
    content: [path.join(web, "templates/**/*.html")],
    css: [{ raw: css }],
    // Variants by state stay; a class that no template names goes.
    safelist: { standard: [/^:/] },
  });
  return purged.css;
}

const names = (css) => new Set(Array.from(css.matchAll(/var\(\s*(--[\w-]+)/g), (match) => match[1]));

/** The example theme's tokens that `css` reads, directly or through another token; ours come later and win. */
async function tokens(css) {
  const theme = await read(modules, "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css");
  const values = new Map(Array.from(theme.matchAll(/^\s*(--[\w-]+):\s*([^;]+);/gm), (match) => [match[1], match[2]]));
  const ours = new Set(Array.from(css.matchAll(/^\s*(--[\w-]+):/gm), (match) => match[1]));
  const wanted = new Set();
  const follow = (name) => {
    if (wanted.has(name) || ours.has(name) || !values.has(name)) return;
    wanted.add(name);
    names(values.get(name)).forEach(follow);
  };
  names(css).forEach(follow);
  const lines = [...wanted].sort().map((name) => `${name}:${values.get(name)}`);
  return `:root{${lines.join(";")}}`;
}

const FONT = `@font-face{font-family:"Source Sans 3 Variable";font-style:normal;font-display:swap;font-weight:200 900;
src:url("source-sans-3.woff2") format("woff2-variations")}`;

async function styles() {
  const own = (await Promise.all(OWN.map((name) => read(here, "style", name)))).join("\n");
  const parts = await components();
  const licence = "/*! Components and example tokens: NL Design System, EUPL-1.2. Source Sans 3: OFL-1.1. Tandem: EUPL-1.2. */\n";
  const css = FONT + (await tokens(parts + own)) + parts + own;
  const result = await transform(css, { loader: "css", minify: true, target: "chrome110", legalComments: "none" });
  await writeFile(path.join(dist, "tandem.css"), licence + result.code);
}

/** The style of downloaded pictures: the light colours filled in, no media queries, no variables. */
async function pictureStyle() {
  const theme = (await read(here, "style/theme.css")).split("@media")[0];
  const colours = new Map(Array.from(theme.matchAll(/(--[\w-]+):\s*([^;]+);/g), (match) => [match[1], match[2]]));
  const css = (await read(here, "style/picture.css")).replace(/@media[^{]+\{(?:[^{}]+\{[^{}]*\}\s*)*\}/g, "");
  const filled = css.replace(/var\((--[\w-]+)\)/g, (_, name) => colours.get(name) ?? name).replace("Source Sans 3 Variable\", \"", "");
  // The static fonts have three weights; 650 is the variable font's.
  const result = await transform(filled.replaceAll("font-weight: 650", "font-weight: 700"), { loader: "css", minify: true });
  await writeFile(path.join(dist, "picture.css"), result.code);
}

async function fonts() {
  const source = path.join(modules, "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2");
  await copyFile(source, path.join(dist, "source-sans-3.woff2"));
  await copyFile(path.join(modules, "@fontsource-variable/source-sans-3/LICENSE"), path.join(dist, "source-sans-3.LICENSE"));
  // Pictures are drawn as PNG on the server, which reads TrueType only.
  await mkdir(path.join(dist, "ttf"));
  for (const weight of [400, 600, 700]) {
    const packed = await readFile(path.join(modules, `@fontsource/source-sans-3/files/source-sans-3-latin-${weight}-normal.woff2`));
    await writeFile(path.join(dist, "ttf", `source-sans-3-${weight}.ttf`), await wawoff2.decompress(packed));
  }
}

async function scripts() {
  await build({
    entryPoints: ["tandem.js", "who.js", "concern.js", "passkey.js"].map((name) => path.join(here, "script", name)),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    outdir: dist,
  });
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await copyFile(path.join(here, "tandem.svg"), path.join(dist, "tandem.svg"));
await Promise.all([styles(), pictureStyle(), fonts(), scripts()]);
for (const name of (await readdir(dist)).sort()) console.log(name);
