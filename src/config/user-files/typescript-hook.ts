import nodeModule from 'node:module';

const HOOKS = new URL(import.meta.url.endsWith('.ts') ? './module-hooks.ts' : './module-hooks.js', import.meta.url);

/** In Node 22.15 and later: hooks in the same thread. */
const registerHooks: unknown = Reflect.get(nodeModule, 'registerHooks');

let registered: Promise<void> | undefined;

const registerOnce = async (): Promise<void> => {
  process.setSourceMapsEnabled(true); // keeps error positions those of the source file
  if (typeof registerHooks === 'function') registerHooks(await import('./module-hooks.ts'));
  else nodeModule.register(HOOKS);
};

/** Enables imports of user files, TypeScript or JavaScript, from the first call on. */
export const allowPluginImports = (): Promise<void> => {
  registered ??= registerOnce();
  return registered;
};
