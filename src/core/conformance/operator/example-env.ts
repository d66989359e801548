import type { ModelSet } from '../../../models/model-store.ts';
import type { OperatorEnv, StudyContext } from '../../operator-env.ts';
import type { OperatorExample } from '../../operator-example.ts';
import { refused } from '../refused.ts';

/** The environment of an example; anything that the example lacks throws an error that says what to add. */
export const exampleEnv = (example: OperatorExample): OperatorEnv => ({
  readBytes: (path) => refused('operator', `the file ${path} (readBytes)`),
  listFiles: (folder) => refused('operator', `the folder ${folder} (listFiles)`),
  models: { get: (name) => refused('operator', `the model "${name}" (models)`) },
  ...example.env?.(),
});

/** Context of a study that is not cancelled. */
export const uncancelled = (): StudyContext => ({ signal: new AbortController().signal });

const never = (): Promise<never> => new Promise(() => {});

/** An environment in which no request ever completes. */
export const hangingEnv = (example: OperatorExample): OperatorEnv => ({
  ...exampleEnv(example),
  readBytes: never,
  listFiles: never,
  models: { get: never },
});

/** The environment of an example, and the models requested from it. */
export const watchedEnv = (example: OperatorExample): { readonly env: OperatorEnv; readonly asked: Set<string> } => {
  const env = exampleEnv(example);
  const asked = new Set<string>();
  const get = (name: string): Promise<ModelSet> => {
    asked.add(name);
    return env.models.get(name);
  };
  return { env: { ...env, models: { get } }, asked };
};
