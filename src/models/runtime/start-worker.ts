import { Worker } from 'node:worker_threads';

/** A thread of its own does not inherit the loader that runs TypeScript from source; so it registers one first. */
const fromSource = (file: URL): URL => {
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const code = `import { register } from ${loader}; register(); await import(${JSON.stringify(file.href)});`;
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
};

/** Starts a thread on a module: TypeScript when the product runs from source, JavaScript when it is compiled. */
export const startWorker = (file: URL): Worker => new Worker(file.pathname.endsWith('.ts') ? fromSource(file) : file);
