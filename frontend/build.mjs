// Writes the bundles that ship with the project; the same source gives the same bytes.
// With an argument: the folder to write them below, instead of nuzuh/web/.
import { build } from "esbuild";

const at = (path) => new URL(path, import.meta.url).pathname;
const below = process.argv[2] ?? at("../nuzuh/web");
const bundles = {
  index: "timemap/bundle/timemap.js",
  standalone: "onefile/bundle/page.js",
  site: "site/bundle/site.js",
  sitecompare: "site/bundle/compare.js",
  siteledger: "site/bundle/ledger.js",
  siteareas: "site/bundle/areas.js",
};

for (const [source, path] of Object.entries(bundles)) {
  await build({
    entryPoints: [at(`src/${source}.ts`)],
    outfile: `${below}/${path}`,
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
