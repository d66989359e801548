import type { Template } from './template.ts';

export const sourceTemplate: Template = {
  plugin: ({ name, variable }) =>
    `import { defineSource, openFolder, writeExampleStudies, z } from 'spinestream';

/** The first of every \`n\`. A generator that reads nothing ahead: the next one is asked for when there is room. */
export async function* everyNth<T>(all: AsyncIterable<T>, n: number): AsyncGenerator<T> {
  let index = 0;
  for await (const one of all) if (index++ % n === 0) yield one;
}

export const ${variable} = defineSource({
  name: '${name}',
  summary: 'Every n-th study of a folder.',
  options: z.strictObject({
    path: z.string().min(1).describe('folder of studies'),
    n: z.int().min(1).default(2).describe('one of so many studies is taken'),
  }),
  example: { options: { path: '\${folder}', n: 2 }, fill: writeExampleStudies },
  open: async ({ path, n }, env) => {
    const folder = await openFolder({ path }, env);
    return {
      ...folder, // where files are, how they are read, and when a study counts as changed
      studies: everyNth(folder.studies, n),
      count: folder.count && Math.ceil(folder.count / n),
      origin: { ...folder.origin, n }, // a run with another n is another run
    };
  },
});
`,
  test: ({ name, variable }) =>
    `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokenLaws } from 'spinestream';
import { ${variable}, everyNth } from './${name}.js'; // .js is what TypeScript calls ${name}.ts in an import

async function* counted(): AsyncGenerator<number> {
  for (let number = 0; number < 7; number++) yield number;
}

test('everyNth takes the first of every three', async () => {
  const taken: number[] = [];
  for await (const number of everyNth(counted(), 3)) taken.push(number);
  assert.deepEqual(taken, [0, 3, 6]);
});

test('${name} keeps the laws of sources', async () => {
  assert.deepEqual(await brokenLaws(${variable}), []);
});
`,
  inPipeline: (name) => [`source: { ${name}: { path: "\${studies}", n: 2 } }`],
};
