import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PLUGIN_QUERY } from '../../../config/user-files/plugin-query.ts';
import { allowPluginImports } from '../../../config/user-files/typescript-hook.ts';
import { callbacksInvalid } from '../errors.ts';
import { CALLBACKS, type TrainCallbacks } from './events.ts';

const isCallbacks = (value: unknown): value is TrainCallbacks => {
  if (typeof value !== 'object' || value === null) return false;
  const entries = Object.entries(value).filter(([name]) => CALLBACKS.some((known) => known === name));
  return entries.length > 0 && entries.every(([, callback]) => typeof callback === 'function');
};

/** Loads the callbacks that a TypeScript or JavaScript file exports. Its code runs. @throws CALLBACKS_INVALID */
export const loadCallbacks = async (path: string): Promise<readonly TrainCallbacks[]> => {
  await allowPluginImports();
  const exported: Readonly<Record<string, unknown>> = await import(
    `${pathToFileURL(resolve(path)).href}${PLUGIN_QUERY}`
  ).catch((cause: unknown) => {
    throw callbacksInvalid(path, 'this file of callbacks cannot be imported', cause);
  });
  const found = Object.values(exported).filter(isCallbacks);
  if (found.length === 0)
    throw callbacksInvalid(
      path,
      `no export is a set of callbacks (exports: ${Object.keys(exported).join(', ') || 'none'})`,
    );
  return found;
};
