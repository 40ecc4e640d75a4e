// Writes the bundles that ship with the project; the same source gives the same bytes.
// With arguments: where to write the time map, the script of a page in one file, and those of the site.
import { build } from "esbuild";

const at = (path) => new URL(path, import.meta.url).pathname;
const bundles = [
  ["src/index.ts", process.argv[2] ?? at("../nuzuh/web/timemap/bundle/timemap.js")],
  ["src/standalone.ts", process.argv[3] ?? (process.argv[2] ? null : at("../nuzuh/web/onefile/bundle/page.js"))],
  ["src/site.ts", process.argv[4] ?? (process.argv[2] ? null : at("../nuzuh/web/site/bundle/site.js"))],
  ["src/sitecompare.ts", process.argv[5] ?? (process.argv[2] ? null : at("../nuzuh/web/site/bundle/compare.js"))],
];

for (const [source, outfile] of bundles) {
  if (!outfile) continue;
  await build({
    entryPoints: [at(source)],
    outfile,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022"],
    charset: "utf8",
    legalComments: "eof",
    loader: { ".css": "text" },
    banner: { js: "// Built from frontend/src by `npm ci && npm run build` in frontend/. Do not edit.\n" },
  });
}
