import type { ModelSet } from '../../../models/model-store.ts';
import type { OperatorEnv, StudyContext } from '../../operator-env.ts';
import type { OperatorExample } from '../../operator-example.ts';
import { refused } from '../refused.ts';

/** The environment of an example; what it does not give refuses and says what to add. */
export const exampleEnv = (example: OperatorExample): OperatorEnv => ({
  readBytes: (path) => refused('operator', `the file ${path} (readBytes)`),
  listFiles: (folder) => refused('operator', `the folder ${folder} (listFiles)`),
  models: { get: (name) => refused('operator', `the model "${name}" (models)`) },
  ...example.env?.(),
});

/** Of a study that is not cancelled. */
export const uncancelled = (): StudyContext => ({ signal: new AbortController().signal });

const never = (): Promise<never> => new Promise(() => {});

/** The environment of an example in which nothing that is asked for ever comes. */
export const hangingEnv = (example: OperatorExample): OperatorEnv => ({
  ...exampleEnv(example),
  readBytes: never,
  listFiles: never,
  models: { get: never },
});

/** The environment of an example, and the models that were asked for. */
export const watchedEnv = (example: OperatorExample): { readonly env: OperatorEnv; readonly asked: Set<string> } => {
  const env = exampleEnv(example);
  const asked = new Set<string>();
  const get = (name: string): Promise<ModelSet> => {
    asked.add(name);
    return env.models.get(name);
  };
  return { env: { ...env, models: { get } }, asked };
};
