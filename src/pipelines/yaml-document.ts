import { isMap, isPair, isScalar, LineCounter, type Node, type Pair, parseDocument, visit } from 'yaml';
import type { Finding } from './finding.ts';
import { suggestion } from './nearest-name.ts';

export type Path = readonly PropertyKey[];

/** A parsed YAML file that still knows where everything stands. */
export interface YamlDocument {
  readonly value: unknown;
  readonly findings: readonly Finding[];
  /** Where the value at a path stands, or its key; the nearest parent where the path leads nowhere. */
  readonly at: (path: Path, options?: { readonly key?: boolean }) => { readonly line: number; readonly column: number };
}

const VARIABLE = /\$\{([^}]*)\}/g;

/**
 * Parses YAML and puts variables (`${name}`) into its texts. Nothing is thrown for what the file contains:
 * syntax errors, duplicate keys and unknown variables are findings.
 */
export const parseYaml = (text: string, file: string, variables: Readonly<Record<string, string>>): YamlDocument => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const position = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const findings: Finding[] = document.errors.map(({ message, pos }) => ({
    severity: 'error',
    code: 'YAML_SYNTAX',
    file,
    ...position(pos[0]),
    message: message.replace(/\s+/g, ' '),
  }));
  if (findings.length > 0) return { value: undefined, findings, at: () => ({ line: 1, column: 1 }) };
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value !== 'string') return;
      node.value = node.value.replace(VARIABLE, (whole, name: string) => {
        const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
        if (value === undefined)
          findings.push({
            severity: 'error',
            code: 'VARIABLE_UNKNOWN',
            file,
            ...position(node.range?.[0] ?? 0),
            message: unknownVariable(name, variables),
          });
        return value ?? whole;
      });
    },
  });
  const at: YamlDocument['at'] = (path, { key = false } = {}) => position(offsetOf(document.contents, path, key));
  return { value: document.toJS({ maxAliasCount: 100 }), findings, at };
};

const unknownVariable = (name: string, variables: Readonly<Record<string, string>>): string =>
  `unknown variable "${name}"; set it with --set ${name}=value;${suggestion(name, Object.keys(variables))}`;

const keyOf = (pair: Pair): unknown => (isScalar(pair.key) ? pair.key.value : pair.key);

const offsetOf = (contents: Node | null, path: Path, wantKey: boolean): number => {
  let node: unknown = contents;
  let offset = contents?.range?.[0] ?? 0;
  for (const [depth, part] of path.entries()) {
    const last = depth === path.length - 1;
    const pair = isMap(node)
      ? node.items.find((item) => isPair(item) && String(keyOf(item)) === String(part))
      : undefined;
    const child = pair === undefined ? childOf(node, part) : pair.value;
    const marked = last && wantKey && pair !== undefined ? pair.key : child;
    const range = rangeOf(marked) ?? rangeOf(pair?.key);
    if (range === undefined) return offset;
    offset = range;
    node = child;
  }
  return offset;
};

const childOf = (node: unknown, part: PropertyKey): unknown =>
  typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items)
    ? node.items[Number(part)]
    : undefined;

const rangeOf = (node: unknown): number | undefined =>
  typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range) ? node.range[0] : undefined;
