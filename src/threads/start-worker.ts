import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { compiledCopy } from './compiled-copy.ts';

/** The URL of module `tsx/esm/api`; `require.resolve` alone would find the CommonJS one. */
const typescriptLoader = (): URL => {
  const manifest = pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json'));
  return new URL('./dist/esm/api/index.mjs', manifest);
};

/** Worker threads do not inherit the TypeScript loader, so each registers one first. */
const fromSource = (file: URL): URL => {
  const [loader, module] = [typescriptLoader().href, file.href].map((href) => JSON.stringify(href));
  const code = `import { register } from ${loader}; register(); await import(${module});`;
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
};

/** Starts a thread on a module: TypeScript when running from source, JavaScript when compiled. */
export const startWorker = (file: URL, options: WorkerOptions = {}): Worker => {
  if (!file.pathname.endsWith('.ts')) return new Worker(file, options);
  const compiled = compiledCopy(file);
  return compiled === undefined
    ? new Worker(fromSource(file), options)
    : new Worker(compiled, { ...options, execArgv: [] }); // without the loader's `--import`
};
