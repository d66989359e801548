import nodeModule from 'node:module';

const HOOKS = new URL(import.meta.url.endsWith('.ts') ? './module-hooks.ts' : './module-hooks.js', import.meta.url);

/** Of Node 22.15 and later: hooks in the same thread. */
const registerHooks: unknown = Reflect.get(nodeModule, 'registerHooks');

let registered: Promise<void> | undefined;

const registerOnce = async (): Promise<void> => {
  process.setSourceMapsEnabled(true); // positions in errors are those of the file as it was written
  if (typeof registerHooks === 'function') registerHooks(await import('./module-hooks.ts'));
  else nodeModule.register(HOOKS);
};

/** Lets the process import files of operators, from the first call on: TypeScript or JavaScript. */
export const allowPluginImports = (): Promise<void> => {
  registered ??= registerOnce();
  return registered;
};
