import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Pair } from 'yaml';

export type Path = readonly PropertyKey[];

const keyOf = (pair: Pair): unknown => (isScalar(pair.key) ? pair.key.value : pair.key);

/** Offset of the value at a path, or of its key; of the nearest ancestor if the path does not exist. */
export const offsetOf = (document: Document, path: Path, wantKey: boolean): number => {
  let node: unknown = document.contents;
  let offset = rangeOf(node) ?? 0;
  for (const [depth, part] of path.entries()) {
    const last = depth === path.length - 1;
    const pair = pairOf(document, node, part);
    const child = pair === undefined ? itemOf(document, node, part) : pair.value;
    const found = rangeOf(last && wantKey && pair !== undefined ? pair.key : child) ?? rangeOf(pair?.key);
    if (found === undefined) return offset;
    offset = found;
    node = child;
  }
  return offset;
};

const resolved = (document: Document, node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);

/** The pair of a key, including keys from a merge. */
const pairOf = (document: Document, node: unknown, part: PropertyKey): Pair | undefined => {
  const map = resolved(document, node);
  if (!isMap(map)) return undefined;
  const pairs = map.items.filter((item) => isPair(item));
  const own = pairs.find((pair) => String(keyOf(pair)) === String(part));
  if (own !== undefined) return own;
  const merged = pairs.filter((pair) => isScalar(pair.key) && pair.key.source === '<<').map(({ value }) => value);
  return merged
    .flatMap((value) => (isSeq(value) ? value.items : [value]))
    .map((source) => pairOf(document, source, part))
    .find((pair) => pair !== undefined);
};

const itemOf = (document: Document, node: unknown, part: PropertyKey): unknown => {
  const list = resolved(document, node);
  return isSeq(list) ? list.items[Number(part)] : undefined;
};

const rangeOf = (node: unknown): number | undefined =>
  typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range) ? node.range[0] : undefined;
