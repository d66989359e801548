import { SpineError } from '../../domain/spine-error.ts';
import { messageOf } from '../../domain/text/message-of.ts';

export const onnxChanged = (file: string, recorded: string, found: string): SpineError =>
  new SpineError({
    code: 'ONNX_CHANGED',
    reason: `the SHA-256 of the file is ${found.slice(0, 12)}..., but ${recorded.slice(0, 12)}... was imported and checked; import it again`,
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
    reason: 'missing external weights of the model; copy this file next to the model',
    where: { file },
    cause,
  });

export const onnxDataOutside = (location: string): SpineError =>
  new SpineError({
    code: 'ONNX_DATA_OUTSIDE',
    reason: `the model keeps weights in "${location}", outside its folder; export it with its weights inside the file or next to it`,
  });

export const onnxOutputNotFinite = (output: string): SpineError =>
  new SpineError({
    code: 'ONNX_OUTPUT_NOT_FINITE',
    reason: `output ${output} of the model is not finite for blank images; its weights are damaged or its training diverged: export another epoch`,
  });

export const onnxOutputUnfit = (
  model: string,
  output: string,
  needed: readonly (number | string)[],
  found: readonly number[],
): SpineError =>
  new SpineError({
    code: 'ONNX_OUTPUT_UNFIT',
    reason: `output ${output} of model ${model} has shape [${found.join(', ')}], expected [${needed.join(', ')}]; export the model with this output`,
  });

export const onnxRuntimeNeeded = (model: string): SpineError =>
  new SpineError({
    code: 'ONNX_RUNTIME_NEEDED',
    reason: `model ${model} is an ONNX file, which needs ONNX Runtime; use --backend onnx`,
  });

export interface SignatureFaults {
  readonly role: string;
  /** One line per fault. */
  readonly faults: readonly string[];
  /** Inputs and outputs of the file and of the role, one per line. */
  readonly found: readonly string[];
  readonly needed: readonly string[];
  /** Options that would make it fit, if any. */
  readonly suggestion?: string | undefined;
}

export const onnxSignatureUnfit = ({ role, faults, found, needed, suggestion }: SignatureFaults): SpineError => {
  const section = (title: string, lines: readonly string[]) =>
    `${title}\n${lines.map((line) => `  ${line}`).join('\n')}`;
  const remedy =
    suggestion === undefined
      ? 'export the model with these inputs and outputs'
      : `if they correspond, map them: ${suggestion}`;
  return new SpineError({
    code: 'ONNX_SIGNATURE_UNFIT',
    reason: [`the inputs and outputs do not match a ${role} model; ${remedy}`, ...faults.map((fault) => `  ${fault}`)]
      .concat(section('found:', found), section('needed:', needed))
      .join('\n'),
  });
};

export const onnxTrialFailed = (cause: unknown): SpineError =>
  new SpineError({
    code: 'ONNX_TRIAL_FAILED',
    reason: `the model failed on zeros of its input shapes (${messageOf(cause)}); export it again for inference`,
    cause,
  });

export const onnxUnreadable = (cause: unknown): SpineError =>
  new SpineError({
    code: 'ONNX_UNREADABLE',
    reason: `ONNX Runtime cannot load the model (${messageOf(cause)}); it may be truncated: copy or export it again`,
    cause,
  });
