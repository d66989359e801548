/**
 * The keys of objects as written, which `JSON.parse` loses: it silently keeps the last of two equal keys, and moves keys that look like numbers to
 * the front.
 */

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

interface WrittenKey {
  readonly key: string;
  readonly depth: number;
  /** Index of the containing object. */
  readonly object: number;
}

/** Every key of a text that `JSON.parse` accepts. */
function* writtenKeys(text: string): Generator<WrittenKey> {
  const open: number[] = [];
  let objects = 0;
  let last = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{') open.push(++objects);
    else if (token === '[') open.push(0);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') yield { key: String(JSON.parse(last)), depth: open.length, object: open.at(-1) ?? 0 };
    last = token;
  }
}

/** Keys of the outermost object in text order. `text` must be valid JSON. */
export const topLevelKeys = (text: string): readonly string[] =>
  [...writtenKeys(text)].filter(({ depth }) => depth === 1).map(({ key }) => key);

/** The first duplicate key within an object, if any. `text` must be valid JSON. */
export const repeatedKey = (text: string): string | undefined => {
  const seen = new Set<string>();
  for (const { key, object } of writtenKeys(text)) {
    const id = `${object}:${key}`;
    if (seen.has(id)) return key;
    seen.add(id);
  }
  return undefined;
};
