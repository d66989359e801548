import type { FileValue } from '../runtime/runtime.ts';
import { onnxSignatureUnfit } from './errors.ts';
import { contractOf, type Role, type RoleContract, type RoleInput } from './role-contract.ts';

/** By the names that the role has, those of the file. */
export type NameMap = Readonly<Record<string, string>>;

export interface SignatureRequest {
  readonly role: Role;
  readonly found: { readonly inputs: readonly FileValue[]; readonly outputs: readonly FileValue[] };
  /** Where the file calls things otherwise. */
  readonly renamed?: { readonly inputs?: NameMap; readonly outputs?: NameMap };
  /** What the file leaves open, or to be sure of it. */
  readonly input?: Partial<RoleInput>;
}

export interface MatchedSignature {
  readonly contract: RoleContract;
  readonly input: RoleInput;
  readonly names: { readonly inputs: NameMap; readonly outputs: NameMap };
  /** Whether the file says that it takes any number of samples. */
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

/** Each wanted name with the file's value that stands for it. */
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
 * Options that pair each name that was not found with what is left of the file and fits it, in order; empty where every name was found,
 * undefined where not every one can be paired.
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

/** The options for inputs and outputs together; none where they would not do. */
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

/** The trailing sizes of the first input that has them, as far as the file says them. */
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

/** Inputs must be those of the role and no others; of the outputs, those that the role has are used. */
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
 * Finds out how a file's inputs and outputs are those of a role.
 * @throws ONNX_SIGNATURE_UNFIT with all that does not fit, what was found and needed, and the options that would map other names
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
