import { basename, dirname, join } from 'node:path';
import { elementCount } from '../../domain/image.ts';
import { asSpineError, SpineError } from '../../domain/spine-error.ts';
import { atBatch } from '../nn/dim.ts';
import type { ModelFile, Runtime, Tensors } from '../runtime/runtime.ts';
import { sha256OfFile } from '../sha256-of-file.ts';
import { unitFill } from '../weights/fill.ts';
import { type RunFolder, readRunFolder, writeRunFolder } from '../weights/run-folder.ts';
import {
  onnxDataMissing,
  onnxOutputNotFinite,
  onnxOutputUnfit,
  onnxRuntimeNeeded,
  onnxTrialFailed,
  onnxUnreadable,
} from './errors.ts';
import { externalFiles } from './external-files.ts';
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

const zeros = ({ contract, names }: MatchedSignature, rows: number): Tensors =>
  Object.fromEntries(
    contract.inputs.map(({ name, shape: symbolic }) => {
      const shape = atBatch(symbolic, rows);
      return [names.inputs[name]!, { shape, data: new Float32Array(elementCount(shape)) }];
    }),
  );

type OutputShapes = Readonly<Record<string, readonly number[]>>;

/** Output shapes for a batch of zeros, by the role's names. */
const tried = async (file: ModelFile, match: MatchedSignature, rows: number): Promise<OutputShapes> => {
  const wanted = Object.entries(match.names.outputs);
  const results = await file.run(zeros(match, rows), Object.values(match.names.outputs));
  for (const [role, own] of wanted) if (!results[own]!.data.every(Number.isFinite)) throw onnxOutputNotFinite(role);
  return Object.fromEntries(wanted.map(([role, own]) => [role, results[own]!.shape]));
};

/** Sizes that the file leaves open are only known from a prediction. */
const requireContract = (label: string, { contract }: MatchedSignature, shapes: OutputShapes): void => {
  for (const { name, shape } of contract.outputs) {
    const found = shapes[name] ?? [];
    const fits =
      found.length === shape.length &&
      shape.every((size, axis) => size === 'any' || found[axis] === (size === 'n' ? 1 : size));
    if (!fits) throw onnxOutputUnfit(label, name, shape, found);
  }
};

/** Whether a batch of two works, whatever the file declares. */
const takesTwo = async (file: ModelFile, match: MatchedSignature, one: OutputShapes): Promise<boolean> => {
  if (!match.batchIsFree) return false;
  const two = await tried(file, match, 2).catch(() => undefined);
  if (two === undefined) return false;
  return Object.entries(one).every(([name, shape]) => `${two[name]}` === `${[2, ...shape.slice(1)]}`);
};

/** Number of inputs for telling probabilities from logits; a single one could match by chance. */
const TRIALS = 4;
/** Usual deviation of standardised pictures from 0. */
const TRIAL_SPREAD = 3;

/** Whether a network that should return logits ends in a softmax. */
const givesProbabilities = async (file: ModelFile, { contract, names }: MatchedSignature): Promise<boolean> => {
  const own = names.outputs.logits;
  if (own === undefined) return false;
  for (let trial = 0; trial < TRIALS; trial++) {
    const inputs = contract.inputs.map(({ name, shape: symbolic }) => {
      const shape = atBatch(symbolic, 1);
      const data = unitFill(`${name} ${trial}`, elementCount(shape)).map((value) => TRIAL_SPREAD * value);
      return [names.inputs[name]!, { shape, data }] as const;
    });
    const output = (await file.run(Object.fromEntries(inputs), [own]))[own];
    if (output === undefined || !areProbabilities(output)) return false;
  }
  return true;
};

type Described = Pick<OnnxConfig, 'batch' | 'gives' | 'inputs' | 'outputs'>;

const describe = async (label: string, file: ModelFile, match: MatchedSignature): Promise<Described> => {
  const shapes = await tried(file, match, 1).catch((cause: unknown) => {
    throw cause instanceof SpineError && cause.code === 'ONNX_OUTPUT_NOT_FINITE' ? cause : onnxTrialFailed(cause);
  });
  requireContract(label, match, shapes);
  const { contract, names } = match;
  return {
    batch: (await takesTwo(file, match, shapes)) ? 'free' : 'single',
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
        { name: names.outputs[name]!, shape: ['n', ...shapes[name]!.slice(1)] },
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
