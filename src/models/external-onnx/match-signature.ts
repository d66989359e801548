import type { FileValue } from '../runtime/runtime.ts';
import { onnxSignatureUnfit } from './errors.ts';
import { contractOf, type Role, type RoleContract, type RoleInput } from './role-contract.ts';

/** The file's names by the role's names. */
type NameMap = Readonly<Record<string, string>>;

export interface SignatureRequest {
  readonly role: Role;
  readonly found: { readonly inputs: readonly FileValue[]; readonly outputs: readonly FileValue[] };
  /** Mapping, if the file's names differ. */
  readonly renamed?: { readonly inputs?: NameMap; readonly outputs?: NameMap };
  /** Sizes that the file leaves open, or that should be checked. */
  readonly input?: Partial<RoleInput>;
}

export interface MatchedSignature {
  readonly contract: RoleContract;
  readonly input: RoleInput;
  readonly names: { readonly inputs: NameMap; readonly outputs: NameMap };
  /** Whether the file declares a variable batch. */
  readonly batchIsFree: boolean;
}

interface Wanted {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

const described = ({ name, elements, shape }: FileValue): string => {
  const sizes = shape.map((size) => (size === '' ? '?' : size)).join(', ');
  return `${name}: ${elements} [${sizes}]`;
};
const needed = ({ name, shape }: Wanted): string => `${name}: float32 [${shape.join(', ')}]`;

/** Matches each required name with a value of the file. */
const paired = (wanted: readonly Wanted[], found: readonly FileValue[], renamed: NameMap) =>
  wanted.map((one) => ({ one, value: found.find(({ name }) => name === (renamed[one.name] ?? one.name)) }));

type Pairs = ReturnType<typeof paired>;

const dimensionFits = (wanted: number | string, found: number | string): boolean => {
  if (typeof found === 'string' || wanted === 'any') return true;
  return wanted === 'n' ? found === 1 : wanted === found;
};

const fitsShape = (wanted: Wanted, { elements, shape }: FileValue): boolean =>
  elements === 'float32' &&
  shape.length === wanted.shape.length &&
  wanted.shape.every((size, axis) => dimensionFits(size, shape[axis]!));

/**
 * Options that pair each unmatched name with a fitting remaining value of the file, in order; empty if every name was matched, undefined if not all
 * can be paired.
 */
const suggestionFor = (option: string, pairs: Pairs, found: readonly FileValue[]): readonly string[] | undefined => {
  const left = new Set(found.filter((value) => !pairs.some((pair) => pair.value === value)));
  const options: string[] = [];
  for (const { one, value } of pairs) {
    if (value !== undefined) continue;
    const fit = [...left].find((candidate) => fitsShape(one, candidate));
    if (fit === undefined) return undefined;
    left.delete(fit);
    options.push(`${option} ${one.name}=${fit.name}`);
  }
  return options;
};

/** Options for inputs and outputs together; none if they would not suffice. */
const suggestion = (inputs: Pairs, outputs: Pairs, found: SignatureRequest['found']): string | undefined => {
  const options = [suggestionFor('--input', inputs, found.inputs), suggestionFor('--output', outputs, found.outputs)];
  const [forInputs, forOutputs] = options;
  if (forInputs === undefined || forOutputs === undefined) return undefined;
  return [...forInputs, ...forOutputs].join(' ') || undefined;
};

const shapeFaults = (kind: string, pairs: Pairs): readonly string[] =>
  pairs.flatMap(({ one, value }) => {
    if (value === undefined || fitsShape(one, value)) return [];
    if (value.elements !== 'float32') return [`${kind} ${value.name} is ${value.elements}, not float32`];
    return [`${kind} ${described(value)} does not fit ${needed(one)}`];
  });

const nameFaults = (kind: string, pairs: Pairs, renamed: NameMap): readonly string[] => [
  ...pairs.flatMap(({ one, value }) =>
    value === undefined ? [`there is no ${kind} ${renamed[one.name] ?? one.name}`] : [],
  ),
  ...Object.keys(renamed)
    .filter((name) => !pairs.some(({ one }) => one.name === name))
    .map((name) => `the role has no ${kind} ${name}, which was to be renamed`),
];

/** Trailing sizes of the first input that declares them. */
const sizesOf = (inputs: readonly FileValue[]): Partial<RoleInput> => {
  const [slices, rows] = inputs[0]?.shape.slice(-3) ?? [];
  return {
    ...(typeof slices === 'number' ? { slices } : {}),
    ...(typeof rows === 'number' ? { resolutionPx: rows } : {}),
  };
};

const complete = ({ role, found, input = {} }: SignatureRequest): { input: RoleInput; faults: readonly string[] } => {
  const { slices, resolutionPx } = { ...sizesOf(found.inputs), ...input };
  const faults = [
    ...(slices === undefined ? ['the file leaves the number of slices open: say it with --slices'] : []),
    ...(resolutionPx === undefined ? ['the file leaves rows and columns open: say them with --resolution'] : []),
  ];
  const usual = role === 'keypoints' ? { slices: 3, resolutionPx: 512 } : { slices: 5, resolutionPx: 224 };
  return { input: { slices: slices ?? usual.slices, resolutionPx: resolutionPx ?? usual.resolutionPx }, faults };
};

const namesOf = (pairs: Pairs): NameMap =>
  Object.fromEntries(pairs.flatMap(({ one, value }) => (value === undefined ? [] : [[one.name, value.name]])));

/** Inputs must match the role's exactly; of the outputs, only the role's are used. */
const leftInputs = (found: readonly FileValue[], pairs: Pairs): readonly string[] =>
  found
    .filter((value) => !pairs.some((pair) => pair.value === value))
    .map(({ name }) => `nothing is known to give to input ${name}`);

/** All inputs and outputs of the file and of the role, for the message. */
const listed = (found: SignatureRequest['found'], contract: RoleContract) => ({
  found: [
    ...found.inputs.map((value) => `input ${described(value)}`),
    ...found.outputs.map((value) => `output ${described(value)}`),
  ],
  needed: [
    ...contract.inputs.map((value) => `input ${needed(value)}`),
    ...contract.outputs.map((value) => `output ${needed(value)}`),
  ],
});

/**
 * Matches a file's inputs and outputs with those of a role.
 * @throws ONNX_SIGNATURE_UNFIT with all mismatches, the found and required signatures, and options that would map other names
 */
export const matchSignature = (request: SignatureRequest): MatchedSignature => {
  const { role, found, renamed = {} } = request;
  const { input, faults: open } = complete(request);
  const contract = contractOf(role, input);
  const inputs = paired(contract.inputs, found.inputs, renamed.inputs ?? {});
  const outputs = paired(contract.outputs, found.outputs, renamed.outputs ?? {});
  const faults = [
    ...nameFaults('input', inputs, renamed.inputs ?? {}),
    ...leftInputs(found.inputs, inputs),
    ...nameFaults('output', outputs, renamed.outputs ?? {}),
    ...shapeFaults('input', inputs),
    ...shapeFaults('output', outputs),
    ...open,
  ];
  if (faults.length > 0)
    throw onnxSignatureUnfit({
      role,
      faults,
      ...listed(found, contract),
      suggestion: suggestion(inputs, outputs, found),
    });
  const batchIsFree = [...inputs, ...outputs].every(({ value }) => typeof value?.shape[0] === 'string');
  return { contract, input, names: { inputs: namesOf(inputs), outputs: namesOf(outputs) }, batchIsFree };
};
