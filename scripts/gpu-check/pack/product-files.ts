import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** Modules that start as processes or threads of their own, the command, and the check. */
const ENTRY = /^src\/(.*-worker|.*\/probe-[a-z]+|cli\/main)\.ts$/;
const CHECK = ['scripts/gpu-check/check/main.ts', 'scripts/gpu-check/check/task-process.ts'];
const NATIVE = 'node_modules/onnxruntime-node/bin/napi-v6/linux/x64';
/** Files that no import names. */
const DATA = [
  'package.json',
  'LICENSE',
  'pipelines',
  'weights/nano',
  `${NATIVE}/libonnxruntime.so.1`,
  `${NATIVE}/onnxruntime_binding.node`,
  'scripts/gpu-check/short-pipeline.yaml',
  'scripts/gpu-check/pytorch-rates.py',
  'bench/step-pytorch.py',
];

/** Names of all modules that the product's command, its workers and the check load, with the packages' modules. */
const loadedModules = async (root: string): Promise<readonly string[]> => {
  const sources = await readdir(join(root, 'src'), { recursive: true });
  const entries = sources.map((name) => join('src', name)).filter((name) => ENTRY.test(name));
  const { metafile } = await build({
    entryPoints: [...entries, ...CHECK],
    absWorkingDir: root,
    bundle: true,
    metafile: true,
    write: false,
    outdir: 'nowhere',
    platform: 'node',
    format: 'esm',
    preserveSymlinks: true,
    external: ['*.node'],
    logLevel: 'error',
  });
  return Object.keys(metafile.inputs);
};

/** Manifests of the packages of a module, and of folders within them. */
const manifestsOf = (module: string): readonly string[] => {
  const parts = dirname(module).split('/');
  return parts.map((_, index) => join(...parts.slice(0, index + 1), 'package.json')).slice(1);
};

const copyFile = async (root: string, name: string, into: string): Promise<void> => {
  await mkdir(dirname(join(into, name)), { recursive: true });
  await cp(join(root, name), join(into, name), { recursive: true, dereference: true });
};

const exists = async (root: string, name: string): Promise<boolean> =>
  readFile(join(root, name)).then(
    () => true,
    () => false,
  );

/** Leaves every import in place, with the name of the compiled module. */
const compiledNames: Plugin = {
  name: 'compiled names',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path: path.replace(/\.ts$/, '.js'), external: true },
    ),
};

/** Compiles each module to one of the same name, so that those which find files next to themselves still do. */
const compile = (root: string, modules: readonly string[], into: string) =>
  build({
    entryPoints: modules.map((name) => `./${name}`),
    absWorkingDir: root,
    bundle: true,
    outbase: root,
    outdir: into,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    plugins: [compiledNames],
    logLevel: 'error',
  });

/** Writes the product compiled to JavaScript with what it loads, ONNX Runtime's library for Linux on x64, and the check. */
export const copyProduct = async (root: string, into: string): Promise<void> => {
  const modules = await loadedModules(root);
  const packaged = modules.filter((name) => name.startsWith('node_modules/'));
  await compile(
    root,
    modules.filter((name) => name.endsWith('.ts')),
    into,
  );
  for (const name of new Set(packaged)) await copyFile(root, name, into);
  for (const name of new Set(packaged.flatMap(manifestsOf)))
    if (await exists(root, name)) await copyFile(root, name, into);
  for (const name of DATA) await copyFile(root, name, into);
};
