import { mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Imports stay what they are, but for the extension of compiled files. */
const importsByCompiledName: Plugin = {
  name: 'imports by compiled name',
  setup: ({ onResolve }) =>
    onResolve({ filter: /.*/ }, ({ kind, path }) =>
      kind === 'entry-point' ? undefined : { path: path.replace(/^(\.{1,2}\/.*)\.ts$/, '$1.js'), external: true },
    ),
};

const isProgram = (path: string): boolean =>
  path.endsWith('.ts') && !/\.d\.ts$|\.(node-)?test\.ts$|kernels\/assembly\//.test(path);

const sourcesIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(join(ROOT, folder), { recursive: true })).map((path) => join(ROOT, folder, path)).filter(isProgram);

/**
 * Compiles the product and what tests start as programs and threads into a folder, each file by its own absolute path below it, as
 * `SPINESTREAM_COMPILED` expects. Next to them lie the other files of the product, such as weights.
 */
export const compileInto = async (folder: string): Promise<void> => {
  const copy = join(folder, ROOT);
  await mkdir(copy, { recursive: true });
  for (const name of await readdir(ROOT))
    if (!['src', 'test', 'dist', 'out', '.git'].includes(name)) await symlink(join(ROOT, name), join(copy, name));
  await build({
    entryPoints: [...(await sourcesIn('src')), ...(await sourcesIn('test'))],
    ...{ outdir: copy, outbase: ROOT, bundle: true, format: 'esm', platform: 'node', target: 'node20' },
    ...{ plugins: [importsByCompiledName], logLevel: 'warning', tsconfig: join(ROOT, 'tsconfig.json') },
  });
};
