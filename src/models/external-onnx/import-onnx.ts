import { basename, dirname, join } from 'node:path';
import { elementCount } from '../../domain/image.ts';
import { asSpineError, SpineError } from '../../domain/spine-error.ts';
import { atBatch } from '../nn/dim.ts';
import type { ModelFile, Runtime, Tensors } from '../runtime/runtime.ts';
import { sha256OfFile } from '../sha256-of-file.ts';
import { unitFill } from '../weights/fill.ts';
import { type RunFolder, readRunFolder, writeRunFolder } from '../weights/run-folder.ts';
import { onnxDataMissing, onnxOutputNotFinite, onnxRuntimeNeeded, onnxTrialFailed, onnxUnreadable } from './errors.ts';
import { externalFiles } from './external-files.ts';
import { requireShapes } from './mapped-predictor.ts';
import { type MatchedSignature, matchSignature, type SignatureRequest } from './match-signature.ts';
import { ONNX_KIND, type OnnxConfig } from './onnx-config.ts';
import { areProbabilities } from './probability-output.ts';

/** Options of `importOnnx`. */
export interface ImportOnnxOptions extends Pick<SignatureRequest, 'role' | 'renamed' | 'input'> {
  /** The run folder to create. */
  readonly into: string;
  /** Default: the name of the file. */
  readonly name?: string;
  /** Side of the square that regions are cropped with. */
  readonly sizeMm?: number;
  /** Whether to replace an existing folder. */
  readonly overwrite?: boolean;
  /** Opens the file and tests it. */
  readonly runtime: Pick<Runtime, 'openFile'>;
}

/** Inputs by the names of the file. */
const inputsOf = (
  { contract, names }: MatchedSignature,
  rows: number,
  fill: (name: string, length: number) => Float32Array,
): Tensors =>
  Object.fromEntries(
    contract.inputs.map(({ name, shape: symbolic }) => {
      const shape = atBatch(symbolic, rows);
      return [names.inputs[name]!, { shape, data: fill(name, elementCount(shape)) }];
    }),
  );

/** Outputs for a batch of zeros, by the role's names. */
const tried = async (file: ModelFile, match: MatchedSignature, rows: number): Promise<Tensors> => {
  const wanted = Object.entries(match.names.outputs);
  const zeros = inputsOf(match, rows, (_, length) => new Float32Array(length));
  const results = await file.run(zeros, Object.values(match.names.outputs));
  for (const [role, own] of wanted) if (!results[own]!.data.every(Number.isFinite)) throw onnxOutputNotFinite(role);
  return Object.fromEntries(wanted.map(([role, own]) => [role, results[own]!]));
};

/** Whether a batch of two works, whatever the file declares. */
const takesTwo = async (file: ModelFile, match: MatchedSignature, one: Tensors): Promise<boolean> => {
  if (!match.batchIsFree) return false;
  const two = await tried(file, match, 2).catch(() => undefined);
  if (two === undefined) return false;
  return Object.entries(one).every(([name, { shape }]) => `${two[name]!.shape}` === `${[2, ...shape.slice(1)]}`);
};

/** Number of inputs for telling probabilities from logits; a single one could match by chance. */
const TRIALS = 4;
/** Usual deviation of standardised pictures from 0. */
const TRIAL_SPREAD = 3;

/** Whether a network that should return logits ends in a softmax. */
const givesProbabilities = async (file: ModelFile, match: MatchedSignature): Promise<boolean> => {
  const own = match.names.outputs.logits;
  if (own === undefined) return false;
  for (let trial = 0; trial < TRIALS; trial++) {
    const inputs = inputsOf(match, 1, (name, length) =>
      unitFill(`${name} ${trial}`, length).map((value) => TRIAL_SPREAD * value),
    );
    const output = (await file.run(inputs, [own]))[own];
    if (output === undefined || !areProbabilities(output)) return false;
  }
  return true;
};

type Described = Pick<OnnxConfig, 'batch' | 'gives' | 'inputs' | 'outputs'>;

const describe = async (label: string, file: ModelFile, match: MatchedSignature): Promise<Described> => {
  const outputs = await tried(file, match, 1).catch((cause: unknown) => {
    throw cause instanceof SpineError && cause.code === 'ONNX_OUTPUT_NOT_FINITE' ? cause : onnxTrialFailed(cause);
  });
  const { contract, names } = match;
  requireShapes(label, outputs, contract.outputs, 1); // the file may leave sizes open, which only a prediction shows
  return {
    batch: (await takesTwo(file, match, outputs)) ? 'free' : 'single',
    gives: (await givesProbabilities(file, match)) ? 'probabilities' : 'logits',
    inputs: Object.fromEntries(
      contract.inputs.map(({ name, shape }) => [
        name,
        { name: names.inputs[name]!, shape: ['n', ...atBatch(shape, 1).slice(1)] },
      ]),
    ),
    outputs: Object.fromEntries(
      contract.outputs.map(({ name }) => [
        name,
        { name: names.outputs[name]!, shape: ['n', ...outputs[name]!.shape.slice(1)] },
      ]),
    ),
  };
};

const examined = async (path: string, { runtime, ...request }: ImportOnnxOptions) => {
  if (runtime.openFile === undefined) throw onnxRuntimeNeeded(basename(path));
  const file = await runtime.openFile({ name: basename(path), path }).catch((cause: unknown) => {
    throw onnxUnreadable(cause);
  });
  try {
    const match = matchSignature({ ...request, found: file });
    return { input: match.input, described: await describe(basename(path), file, match) };
  } finally {
    await file.release();
  }
};

const hashed = async (folder: string, name: string): Promise<{ readonly file: string; readonly sha256: string }> => {
  const path = join(folder, name);
  const sha256 = await sha256OfFile(path).catch((cause: unknown) => {
    throw onnxDataMissing(path, cause);
  });
  return { file: name, sha256 };
};

const DEFAULT_SIZE_MM = 50;

/**
 * Creates a run folder from an ONNX file of any program, with its external weights, as a model of a role.
 * Opens the file and runs it on zeros, to check names, types, shapes and batch. If a network that should return logits ends with a
 * softmax, its outputs are converted back to logits.
 * @param path     of the ONNX file
 * @param options  the role, e.g. `keypoints`; the folder to make; a runtime that opens ONNX files
 * @throws ONNX_*, RUN_FOLDER_EXISTS, WEIGHTS_UNWRITABLE
 *
 * @example
 * import { exportModel, importOnnx, startOnnxRuntime } from 'spinestream/models';
 *
 * const [onnx] = await exportModel('weights/nano/nano_foraminal', { to: 'onnx', into: 'exported' });
 * const runtime = await startOnnxRuntime();
 * const options = { role: 'foraminal', into: 'models/foraminal', runtime } as const;
 * const { config } = await importOnnx(`exported/${onnx!.file}`, options);
 * await runtime.close();
 * config.input; // { slices: 5, resolutionPx: 64, sizeMm: 50 }
 */
export const importOnnx = async (path: string, options: ImportOnnxOptions): Promise<RunFolder> => {
  const { role, into, name = basename(path, '.onnx'), sizeMm = DEFAULT_SIZE_MM } = options;
  const folder = dirname(path);
  try {
    const beside = await externalFiles(path);
    const data = await Promise.all(beside.map((file) => hashed(folder, file)));
    const { input, described } = await examined(path, options);
    const { sha256 } = await hashed(folder, basename(path));
    const architecture: OnnxConfig = { kind: ONNX_KIND, role, file: basename(path), sha256, data, ...described };
    await writeRunFolder(
      into,
      {
        config: {
          name,
          architecture: { ...architecture },
          input: { ...input, ...(role === 'keypoints' ? {} : { sizeMm }) },
          source: { format: 'ONNX file', file: basename(path) },
        },
        files: Object.fromEntries([basename(path), ...beside].map((file) => [file, join(folder, file)])),
      },
      options,
    );
  } catch (error) {
    throw asSpineError(error, { file: path });
  }
  return readRunFolder(into);
};
