// Writes the bundle that ships with the project; the same source gives the same bytes.
import { build } from "esbuild";

await build({
  entryPoints: [new URL("src/index.ts", import.meta.url).pathname],
  outfile: process.argv[2] ?? new URL("../maps/timemap/bundle/timemap.js", import.meta.url).pathname,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022"],
  charset: "utf8",
  legalComments: "eof",
  loader: { ".css": "text" },
  banner: { js: "// Built from frontend/src by `npm ci && npm run build` in frontend/. Do not edit.\n" },
});
