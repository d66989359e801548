import { register } from 'node:module';

/** Marks an import as one of an operator's file. */
export const OPERATOR_QUERY = '?spinestream-operator';

const runsFromSource = import.meta.url.endsWith('.ts');
const INDEX = new URL(runsFromSource ? '../index.ts' : '../index.js', import.meta.url).href;
const FORMAT = runsFromSource ? 'module-typescript' : 'module';

/**
 * In files of operators, and in what they import by relative paths: `spinestream` is this very copy of the product, wherever the
 * file lies, and every file is a module, whatever the package.json beside it says. The thread of the loader cannot import
 * TypeScript, hence text. (Where a loader takes a file for CommonJS it marks its URL with a query; the mark goes.)
 */
const HOOK = `
const own = new Set();
export const resolve = async (specifier, context, next) => {
  if (specifier === 'spinestream') return { url: ${JSON.stringify(INDEX)}, format: '${FORMAT}', shortCircuit: true };
  const found = await next(specifier, context);
  const url = found.url.replace(/([?]|%3F).*/, '');
  const isOwn = specifier.endsWith(${JSON.stringify(OPERATOR_QUERY)}) || own.has(context.parentURL);
  if (!isOwn || !/^file:.*[.][jt]sx?$/.test(url) || url.includes('/node_modules/')) return found;
  own.add(url);
  return { ...found, url, format: 'module-typescript' };
};`;

let registered: Promise<void> | undefined;

const registerOnce = async (): Promise<void> => {
  if (!runsFromSource) (await import('tsx/esm/api')).register({ tsconfig: false });
  register(`data:text/javascript,${encodeURIComponent(HOOK)}`);
};

/** Lets the process import files of operators, from the first call on: TypeScript or JavaScript. */
export const allowOperatorImports = (): Promise<void> => {
  registered ??= registerOnce();
  return registered;
};
