import { operatorNameUnfit } from '../errors.ts';

export interface NewFile {
  readonly name: string;
  readonly text: string;
}

const KEBAB_CASE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const camelCase = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** Words of the language that no variable may be called, and what the two files call something else. */
const TAKEN = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function ' +
    'if implements import in instanceof interface let new null package private protected public return static super switch this throw true try ' +
    'typeof var void while with yield ' +
    'adding assert brokenLaws defineOperator entryOf entrySuffix exampleStacks exampleState scaledPixels test z'
  ).split(' '),
);

const variableOf = (name: string): string => {
  const variable = camelCase(name);
  return TAKEN.has(variable) ? `${variable}Operator` : variable;
};

/** A working operator and its test, to begin with. @throws OPERATOR_NAME_UNFIT */
export const newOperatorFiles = (name: string): { readonly operator: NewFile; readonly test: NewFile } => {
  if (!KEBAB_CASE.test(name)) throw operatorNameUnfit(name);
  return {
    operator: { name: `${name}.ts`, text: operatorText(name, variableOf(name)) },
    test: { name: `${name}.test.ts`, text: testText(name, variableOf(name)) },
  };
};

const operatorText = (name: string, variable: string): string =>
  `import { adding, defineOperator, entryOf, entrySuffix, exampleStacks, exampleState, z } from 'spinestream';

/** Every value times a factor. The computation stands apart, as a function of plain arrays: that is easy to test. */
export const scaledPixels = (pixels: Float32Array, factor: number): Float32Array =>
  pixels.map((value) => value * factor);

export const ${variable} = defineOperator({
  name: '${name}',
  summary: 'Multiply the values of stacks.',
  options: z.strictObject({
    stacks: entrySuffix('the stacks to read'),
    factor: z.number().default(1).describe('what every value is multiplied by'),
    as: entrySuffix('name of the stacks written'),
  }),
  example: {
    options: { stacks: 'sagt2', factor: 2, as: 'scaled' },
    study: () => exampleState(adding('stacks.sagt2', exampleStacks('11', { slices: 3, sizePx: 8 }))),
  },
  reads: (o) => [\`stacks.\${o.stacks}\`],
  writes: (o) => [\`stacks.\${o.as}\`],
  apply: (o) => (study) => {
    const stacks = entryOf(study, \`stacks.\${o.stacks}\`);
    return adding(
      \`stacks.\${o.as}\`,
      stacks.map((stack) => ({ ...stack, pixels: scaledPixels(stack.pixels, o.factor) })),
    );
  },
});
`;

const testText = (name: string, variable: string): string =>
  `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokenLaws } from 'spinestream';
import { ${variable}, scaledPixels } from './${name}.js'; // .js is what TypeScript calls ${name}.ts in an import

test('scaledPixels multiplies every value', () => {
  assert.deepEqual(scaledPixels(Float32Array.of(1, -2), 3), Float32Array.of(3, -6));
});

test('${name} keeps the laws of operators', async () => {
  assert.deepEqual(await brokenLaws(${variable}), []);
});
`;
