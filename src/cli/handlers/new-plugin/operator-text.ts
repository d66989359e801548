import type { Template } from './template.ts';

export const operatorTemplate: Template = {
  plugin: ({ name, variable }) =>
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
`,
  test: ({ name, variable }) =>
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
`,
  inPipeline: (name) => ['steps:', `  - ${name}: { stacks: sagt2, factor: 2, as: scaled }`],
};
