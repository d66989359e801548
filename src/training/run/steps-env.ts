import type { OperatorEnv } from '../../core/operator-env.ts';
import { readBytes } from '../../dicom/index.ts';
import { listFiles } from '../../files/list-files.ts';
import type { ModelStore } from '../../models/model-store.ts';

const NO_MODELS: ModelStore = {
  get: (name) => Promise.reject(new Error(`the steps of an experiment ask no model, not even "${name}"`)),
};

/** The operator environment of an experiment's steps. */
export const STEPS_ENV: OperatorEnv = { readBytes, listFiles, models: NO_MODELS };
