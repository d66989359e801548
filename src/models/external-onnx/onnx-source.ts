import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { asSpineError } from '../../domain/spine-error.ts';
import { sha256Of } from '../../files/sha256.ts';
import type { ModelSource } from '../model-source.ts';
import { sha256OfFile } from '../sha256-of-file.ts';
import type { RunFolder } from '../weights/run-folder.ts';
import { onnxChanged, onnxDataMissing, onnxRuntimeNeeded, onnxUnreadable } from './errors.ts';
import { mappedPredictor, onnxInputs, onnxOutputs } from './mapped-predictor.ts';
import { type OnnxConfig, parseOnnxConfig } from './onnx-config.ts';

/** The single fold of a model that is a file. */
export const ONNX_FOLD = 1;

const configOf = ({ path, config }: RunFolder): OnnxConfig => {
  try {
    return parseOnnxConfig(config.architecture);
  } catch (error) {
    throw asSpineError(error, { file: join(path, 'config.json') });
  }
};

const requireUnchanged = async (path: string, recorded: string): Promise<void> => {
  const found = await sha256OfFile(path).catch((cause: unknown) => {
    throw onnxDataMissing(path, cause);
  });
  if (found !== recorded) throw onnxChanged(path, recorded, found);
};

/** One hash of the model and its weights, after checking that the files are unchanged since import. @throws ONNX_CHANGED, ONNX_DATA_MISSING */
const identityOf = async (path: string, { file, sha256, data }: OnnxConfig): Promise<string> => {
  await requireUnchanged(join(path, file), sha256);
  for (const beside of data) await requireUnchanged(join(path, beside.file), beside.sha256);
  if (data.length === 0) return sha256;
  return sha256Of([sha256, ...data.map((beside) => beside.sha256)].join('\n'));
};

/** A run folder with an ONNX file: one network, in place of one of the zoo. @throws ONNX_CONFIG_INVALID */
export const onnxSource = (folder: RunFolder): ModelSource => {
  const config = configOf(folder);
  const path = join(folder.path, config.file);
  return {
    architecture: { config: { kind: config.role }, inputs: onnxInputs(config), outputs: onnxOutputs(config) },
    description: { ...config },
    folds: [ONNX_FOLD],
    sha256Of: () => identityOf(folder.path, config),
    bytesOf: async () => {
      const files = [config.file, ...config.data.map(({ file }) => file)];
      const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder.path, file))).size));
      return sizes.reduce((sum, size) => sum + size, 0);
    },
    load: async (_, { name, runtime }) => {
      if (runtime.openFile === undefined) throw onnxRuntimeNeeded(name).at({ file: path });
      const file = await runtime.openFile({ name, path }).catch((cause: unknown) => {
        throw onnxUnreadable(cause).at({ file: path });
      });
      return mappedPredictor(name, file, config);
    },
  };
};
