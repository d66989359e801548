import { SpineError } from '../../domain/spine-error.ts';

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

export const onnxChanged = (file: string, recorded: string, found: string): SpineError =>
  new SpineError({
    code: 'ONNX_CHANGED',
    reason: `the file has the SHA-256 ${found.slice(0, 12)}..., but ${recorded.slice(0, 12)}... was imported; its inputs and outputs were checked for that one: import it again`,
    where: { file },
  });

export const onnxConfigInvalid = (complaints: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'ONNX_CONFIG_INVALID',
    reason: `"architecture" does not describe an ONNX model: ${complaints}; import the file again`,
    cause,
  });

export const onnxDataMissing = (file: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'ONNX_DATA_MISSING',
    reason: 'the model keeps weights in this file, which is not there; copy it beside the model as it was exported',
    where: { file },
    cause,
  });

export const onnxDataOutside = (location: string): SpineError =>
  new SpineError({
    code: 'ONNX_DATA_OUTSIDE',
    reason: `the model keeps weights in "${location}", which is outside its own folder, and such files are not read; export it with its weights beside or inside it`,
  });

export const onnxOutputNotFinite = (output: string): SpineError =>
  new SpineError({
    code: 'ONNX_OUTPUT_NOT_FINITE',
    reason: `output ${output} of the model is not finite for blank pictures, and it would grade nothing; its weights are damaged or its training diverged: export another epoch`,
  });

export const onnxOutputUnfit = (
  model: string,
  output: string,
  needed: readonly (number | string)[],
  found: readonly number[],
): SpineError =>
  new SpineError({
    code: 'ONNX_OUTPUT_UNFIT',
    reason: `output ${output} of model ${model} came with the shape [${found.join(', ')}], but must be [${needed.join(', ')}]; export the model with this output`,
  });

export const onnxRuntimeNeeded = (model: string): SpineError =>
  new SpineError({
    code: 'ONNX_RUNTIME_NEEDED',
    reason: `model ${model} is an ONNX file, which only ONNX Runtime can run; use the backend onnx`,
  });

export interface SignatureFaults {
  readonly role: string;
  /** One line a fault. */
  readonly faults: readonly string[];
  /** The file's inputs and outputs, and those that the role has, one line each. */
  readonly found: readonly string[];
  readonly needed: readonly string[];
  /** Options that would make it fit, if there are such. */
  readonly suggestion?: string | undefined;
}

export const onnxSignatureUnfit = ({ role, faults, found, needed, suggestion }: SignatureFaults): SpineError => {
  const section = (title: string, lines: readonly string[]) =>
    `${title}\n${lines.map((line) => `  ${line}`).join('\n')}`;
  const remedy =
    suggestion === undefined
      ? 'export the model with these inputs and outputs'
      : `if they mean the same, say so: ${suggestion}`;
  return new SpineError({
    code: 'ONNX_SIGNATURE_UNFIT',
    reason: [`the file cannot serve as a ${role} model; ${remedy}`, ...faults.map((fault) => `  ${fault}`)]
      .concat(section('found:', found), section('needed:', needed))
      .join('\n'),
  });
};

export const onnxTrialFailed = (cause: unknown): SpineError =>
  new SpineError({
    code: 'ONNX_TRIAL_FAILED',
    reason: `the model was given zeros of the shapes that it asks for and failed (${messageOf(cause)}); export it again for inference`,
    cause,
  });

export const onnxUnreadable = (cause: unknown): SpineError =>
  new SpineError({
    code: 'ONNX_UNREADABLE',
    reason: `it is not an ONNX model that can be run (${messageOf(cause)}); it may be cut off: copy or export it again`,
    cause,
  });
