import fc, { type Arbitrary } from 'fast-check';

type Mutation =
  | { readonly kind: 'insert' | 'replace'; readonly at: number; readonly text: string }
  | { readonly kind: 'remove' | 'repeat'; readonly at: number; readonly count: number }
  | { readonly kind: 'swap-tokens' | 'swap-lines'; readonly at: number; readonly with: number }
  | { readonly kind: 'indent'; readonly at: number; readonly by: string };

const deep = (open: string, count: number, close = ''): string => `${open.repeat(count)}${close.repeat(count)}`;

/** Nine lists of nine aliases of the list before: 9^9 entries in a few lines. */
const BOMB = Array.from({ length: 9 }, (_, level) => {
  const entries = Array.from({ length: 9 }, () => (level === 0 ? 'x' : `*a${level - 1}`));
  return `\nb${level}: &a${level} [${entries.join(', ')}]`;
}).join('');

/** What means something in YAML, what people type by mistake, and what they type on purpose. */
const SNIPPETS = [
  ...[...'\t\r\0{}[]:,-?&*!|>\'"%@`#~\u{feff}\u{2028}é\u{1f600}\u{d800}'],
  ...[
    '\n---\n',
    '\n...\n',
    '\n\t',
    '\n  ',
    ' # ',
    '- ',
    ': ',
    '? ',
    '<<: ',
    '<<: *a',
    '&a ',
    '*a',
    '!!binary ',
    '!!set ',
    '!x ',
  ],
  ...['${', '${models}', '$${', '${x', '}', '"${slices}"', '\nvariables: { a: 1 }\n'],
  ...[
    'null',
    'true',
    'yes',
    '.nan',
    '.inf',
    '-0',
    '1e999',
    '0x10',
    '0o17',
    '9007199254740993',
    '2026-01-01',
    '""',
    "''",
  ],
  ...['\nsteps: []', '\nname: [', '\n__proto__: { x: 1 }', '\nconstructor: 1', '{ __proto__: { as: x } }', 'toString'],
  ...[
    deep('[', 200, ']'),
    deep('[', 5000),
    deep('{a: ', 150, '}'),
    deep('- ', 300),
    deep('["]",', 2000),
    deep('*a', 200),
  ],
  ...[' '.repeat(5000), 'x'.repeat(20_000), BOMB, `${BOMB}\nsteps: *a8\n`, '&a [*a]', '\na: &a { <<: *a }\n'],
];

const place = fc.nat(2 ** 20);

const mutation: Arbitrary<Mutation> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('insert' as const, 'replace' as const),
      at: place,
      text: fc.oneof(fc.constantFrom(...SNIPPETS), fc.string({ unit: 'binary', maxLength: 4 })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('remove' as const, 'repeat' as const), at: place, count: fc.nat(40) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('swap-tokens' as const, 'swap-lines' as const),
      at: place,
      with: place,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('indent' as const), at: place, by: fc.constantFrom(' ', '  ', '\t') }),
  },
);

/** Damage to one of these texts: characters, tokens and lines inserted, replaced, removed, repeated and swapped. */
export const damagedText = (originals: readonly string[]): Arbitrary<string> =>
  fc
    .record({ original: fc.constantFrom(...originals), mutations: fc.array(mutation, { minLength: 1, maxLength: 5 }) })
    .map(({ original, mutations }) => mutations.reduce(mutated, original));

const mutated = (text: string, mutation: Mutation): string => {
  if ('with' in mutation) return swapped(text, mutation.kind === 'swap-lines' ? /(\n)/ : /(\s+|[{}[\],:])/, mutation);
  if ('by' in mutation) return indented(text, mutation);
  const at = mutation.at % (text.length + 1);
  const [before, behind] = [text.slice(0, at), text.slice(at)];
  if ('text' in mutation)
    return before + mutation.text + (mutation.kind === 'insert' ? behind : behind.slice(mutation.text.length));
  return mutation.kind === 'remove'
    ? before + behind.slice(mutation.count)
    : before + behind.slice(0, mutation.count) + behind;
};

const swapped = (text: string, separator: RegExp, { at, with: other }: { at: number; with: number }): string => {
  const parts = text.split(separator); // every second one is a separator
  const count = Math.ceil(parts.length / 2);
  const [a, b] = [2 * (at % count), 2 * (other % count)];
  return parts.map((part, index) => (index === a ? parts[b] : index === b ? parts[a] : part)).join('');
};

const indented = (text: string, { at, by }: { at: number; by: string }): string => {
  const lines = text.split('\n');
  return lines.map((line, index) => (index === at % lines.length ? by + line : line)).join('\n');
};
