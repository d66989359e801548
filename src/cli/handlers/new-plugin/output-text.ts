import type { Template } from './template.ts';

export const outputTemplate: Template = {
  plugin: ({ name, variable }) =>
    `import { adding, defineOutput, entryOf, entrySuffix, SEVERITIES, z } from 'spinestream';
import { exampleProbabilities, exampleState } from 'spinestream';

/** How many locations are most probably of each severity. */
export const severityCounts = (grades: readonly { readonly probabilities: readonly number[] }[]): readonly number[] => {
  const counts = SEVERITIES.map(() => 0);
  for (const { probabilities } of grades) {
    const severity = probabilities.indexOf(Math.max(...probabilities));
    counts[severity] = (counts[severity] ?? 0) + 1;
  }
  return counts;
};

export const ${variable} = defineOutput({
  name: '${name}',
  summary: 'How many locations of a study are of each severity: one row a study.',
  columns: ['study_id', ...SEVERITIES],
  options: z.strictObject({ probabilities: entrySuffix('the probabilities to count') }),
  example: {
    options: { probabilities: 'final' },
    study: () => exampleState(adding('probabilities.final', exampleProbabilities())),
  },
  reads: (o) => [\`probabilities.\${o.probabilities}\`],
  rows: (o) => (state) => [[state.study.id, ...severityCounts(entryOf(state, \`probabilities.\${o.probabilities}\`))]],
});
`,
  test: ({ name, variable }) =>
    `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokenLaws } from 'spinestream';
import { ${variable}, severityCounts } from './${name}.js'; // .js is what TypeScript calls ${name}.ts in an import

test('severityCounts counts the most probable severities', () => {
  const [mild, severe] = [{ probabilities: [0.8, 0.1, 0.1] }, { probabilities: [0.2, 0.3, 0.5] }];
  assert.deepEqual(severityCounts([mild, severe, mild]), [2, 0, 1]);
});

test('${name} keeps the laws of outputs', async () => {
  assert.deepEqual(await brokenLaws(${variable}), []);
});
`,
  inPipeline: (name) => ['outputs:', `  - ${name}: { probabilities: final }`],
};
