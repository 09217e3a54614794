// Builds the one style sheet, the two scripts and the fonts into waymark/web/static/built.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflateSync } from "node:zlib";
import { build } from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "waymark", "web", "static", "built");
const fonts = join(here, "node_modules", "@fontsource", "atkinson-hyperlegible-next", "files");

const NAMES = Buffer.from("name").readUInt32BE();

// Two files of one family are one to the typesetter, so the second subset goes by "Atkinson Hyperlegible More" there.
function rename(names, family) {
  for (const encoding of ["latin1", "utf16le"]) {
    const [from, to] = ["Next", family].map((word) => Buffer.from(word, encoding));
    if (encoding === "utf16le") [from, to].forEach((word) => word.swap16());
    for (let at = names.indexOf(from); at >= 0; at = names.indexOf(from, at + 1)) to.copy(names, at);
  }
}

// PDFs are set with the same typeface, and the typesetter reads plain TrueType only: WOFF 1.0 is that with each table
// deflated, so it is unpacked here (https://www.w3.org/TR/WOFF/).
function unpacked(woff, family) {
  const count = woff.readUInt16BE(12);
  const power = 2 ** Math.floor(Math.log2(count));
  const head = Buffer.alloc(12 + 16 * count);
  head.writeUInt32BE(woff.readUInt32BE(4), 0);
  head.writeUInt16BE(count, 4);
  head.writeUInt16BE(16 * power, 6);
  head.writeUInt16BE(Math.log2(power), 8);
  head.writeUInt16BE(16 * (count - power), 10);
  const parts = [head];
  let at = head.length;
  for (let i = 0; i < count; i++) {
    const [tag, offset, packed, length, checksum] = [0, 4, 8, 12, 16].map((field) => woff.readUInt32BE(44 + 20 * i + field));
    const table = woff.subarray(offset, offset + packed);
    const whole = Buffer.from(packed < length ? inflateSync(table) : table);
    if (tag === NAMES && family) rename(whole, family);
    [tag, checksum, at, length].forEach((value, field) => head.writeUInt32BE(value, 12 + 16 * i + 4 * field));
    const padding = Buffer.alloc((4 - (length % 4)) % 4);
    parts.push(whole, padding);
    at += length + padding.length;
  }
  return Buffer.concat(parts);
}

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "fonts"), { recursive: true });

for (const subset of ["latin", "latin-ext"]) {
  for (const weight of ["400", "700"]) {
    const name = `atkinson-hyperlegible-next-${subset}-${weight}-normal`;
    copyFileSync(join(fonts, `${name}.woff2`), join(out, "fonts", `${name}.woff2`));
    writeFileSync(join(out, "fonts", `${name}.ttf`), unpacked(readFileSync(join(fonts, `${name}.woff`)), subset === "latin" ? null : "More"));
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
