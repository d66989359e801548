import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const isProgramText = (path: string): boolean =>
  path.endsWith('.ts') && !/\.d\.ts$|\.(node-)?test\.ts$|kernels\/assembly\//.test(path);

const sourcesIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(join(ROOT, folder), { recursive: true })).map((path) => join(folder, path)).filter(isProgramText);

/** Compiles sources into a folder, each by its own absolute path below it; next to them lie the other files of the product, such as weights. */
const compile = async (folder: string, sources: readonly string[], options: BuildOptions): Promise<void> => {
  const copy = join(folder, ROOT);
  await mkdir(copy, { recursive: true });
  for (const name of await readdir(ROOT))
    if (!['src', 'test', 'dist', 'out', '.git'].includes(name)) await symlink(join(ROOT, name), join(copy, name));
  await build({
    entryPoints: sources.map((name) => join(ROOT, name)),
    ...{ outdir: copy, outbase: ROOT, bundle: true, format: 'esm', platform: 'node', target: 'node20' },
    ...{ logLevel: 'warning', tsconfig: join(ROOT, 'tsconfig.json') },
    ...options,
  });
};

/** Imports stay what they are, but for the extension of compiled files. */
const importsByCompiledName: Plugin = {
  name: 'imports by compiled name',
  setup: ({ onResolve }) =>
    onResolve({ filter: /.*/ }, ({ kind, path }) =>
      kind === 'entry-point' ? undefined : { path: path.replace(/^(\.{1,2}\/.*)\.ts$/, '$1.js'), external: true },
    ),
};

/** Compiles the product into a folder, file by file, with every import of a package in place. */
export const compileEachInto = async (folder: string): Promise<void> =>
  compile(folder, await sourcesIn('src'), { plugins: [importsByCompiledName] });

/** What is started as a program or a thread, and what plugins import. */
const ENTRY =
  /^(src\/(index|cli\/main|api\/\w+|config\/user-files\/module-hooks)|(src|test)\/.*(-(worker|child)|\/probe-\w+)|test\/.*fixtures\/.+|test\/support\/skewed-clock|test\/run\/lock-racer)\.ts$/;

/** Packages that find files next to themselves. */
const PACKAGES_IN_PLACE = [
  ...['onnxruntime-node', '@tensorflow/*', '@cornerstonejs/*', 'sharp', 'dcmjs', 'esbuild', 'tsx', 'typescript'],
  ...['pino', 'fastify', 'undici', 'protobufjs', 'vega', 'vega-lite', '@aws-sdk/*', '@nats-io/*'],
];

/** Modules know the place that their compiled copies would have; packages that are loaded when they are needed still are. */
const ownPlaces = (folder: string): Plugin => ({
  name: 'own places',
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^[^./]/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const copy = join(folder, path.replace(/\.ts$/, '.js'));
      const text = await readFile(path, 'utf8');
      return { contents: text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(copy).href)), loader: 'ts' };
    });
  },
});

/**
 * Compiles what tests start as programs and threads, where `SPINESTREAM_COMPILED` expects it, with the modules and packages that they load in a
 * few files: a program starts in half of the time that single modules take, and tests start hundreds.
 */
export const compileInto = async (folder: string): Promise<void> => {
  const sources = [...(await sourcesIn('src')), ...(await sourcesIn('test'))].filter((path) => ENTRY.test(path));
  await compile(folder, sources, {
    ...{
      splitting: true,
      chunkNames: 'chunks/[name]-[hash]',
      external: PACKAGES_IN_PLACE,
      plugins: [ownPlaces(folder)],
    },
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.filename);",
    },
  });
};
