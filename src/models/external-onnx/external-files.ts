import { readFile } from 'node:fs/promises';
import { onnxDataOutside, onnxUnreadable } from './errors.ts';

/** The part of onnx.proto3 that can name a file; everything else is skipped. */
const field = (type: string, id: number) => ({ type, id });
const repeated = (type: string, id: number) => ({ rule: 'repeated', type, id });
const NAMESPACE = {
  Model: { fields: { graph: field('Graph', 7), functions: repeated('Function', 25) } },
  Function: { fields: { node: repeated('Node', 7) } },
  Graph: { fields: { node: repeated('Node', 1), initializer: repeated('Tensor', 5) } },
  Node: { fields: { attribute: repeated('Attribute', 5) } },
  Attribute: {
    fields: {
      t: field('Tensor', 5),
      g: field('Graph', 6),
      tensors: repeated('Tensor', 10),
      graphs: repeated('Graph', 11),
    },
  },
  Tensor: { fields: { externalData: repeated('Entry', 13) } },
  Entry: { fields: { key: field('string', 1), value: field('string', 2) } },
};

interface Entry {
  readonly key?: string;
  readonly value?: string;
}

/** An empty value is not written. */
const isEntry = (value: object): value is Entry => 'key' in value;

/** Every key-value pair below a message; in this namespace only external data has any. */
const entriesIn = (message: unknown): readonly Entry[] => {
  if (typeof message !== 'object' || message === null) return [];
  if (isEntry(message)) return [message];
  return Object.values(message).flatMap(entriesIn);
};

/** Returns each location of external weights in an ONNX model, once. @throws ONNX_UNREADABLE */
export const externalLocations = async (model: Uint8Array): Promise<readonly string[]> => {
  const { default: protobuf } = await import('protobufjs'); // loaded on demand, only for imports
  const proto = protobuf.Root.fromJSON({ nested: NAMESPACE }).lookupType('Model');
  try {
    const entries = entriesIn(proto.toObject(proto.decode(model)));
    return [...new Set(entries.flatMap(({ key, value }) => (key === 'location' ? [value ?? ''] : [])))];
  } catch (cause) {
    throw onnxUnreadable(cause);
  }
};

const isInside = (location: string): boolean =>
  location !== '' && !/^([/\\]|[A-Za-z]:)/.test(location) && !location.split(/[/\\]/).includes('..');

/**
 * Returns the names, relative to the model's folder, of its weight files; none if the weights are embedded.
 * @throws ONNX_UNREADABLE, ONNX_DATA_OUTSIDE
 */
export const externalFiles = async (path: string): Promise<readonly string[]> => {
  const model = await readFile(path).catch((cause: unknown) => {
    throw onnxUnreadable(cause);
  });
  const locations = await externalLocations(model);
  const outside = locations.find((location) => !isInside(location));
  if (outside !== undefined) throw onnxDataOutside(outside);
  return locations;
};
