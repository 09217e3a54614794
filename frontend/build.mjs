// Builds the one style sheet, the two scripts and the fonts into waymark/web/static/built.
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "waymark", "web", "static", "built");
const fonts = join(here, "node_modules", "@fontsource", "atkinson-hyperlegible-next", "files");

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "fonts"), { recursive: true });

for (const subset of ["latin", "latin-ext"]) {
  for (const weight of ["400", "700"]) {
    const name = `atkinson-hyperlegible-next-${subset}-${weight}-normal.woff2`;
    copyFileSync(join(fonts, name), join(out, "fonts", name));
  }
}

const { css } = sass.compile(join(here, "src", "app.scss"), {
  loadPaths: [join(here, "node_modules"), join(here, "src", "scss")],
  style: "compressed",
  quietDeps: true,
});

await build({
  entryPoints: [join(here, "src", "app.js"), join(here, "src", "start.js")],
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2020"],
  legalComments: "none",
  logLevel: "warning",
});

// Last: the Python build hook takes the style sheet's age as the age of the whole build.
writeFileSync(join(out, "app.css"), css);
