import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { schemaText } from '../../../src/cli/terminal/schema-text.ts';

describe('spinestream schema', () => {
  it('prints what ships beside the pipelines; scripts/generate.ts writes it again', async () => {
    const shipped = fileURLToPath(new URL('../../../pipelines/pipeline.schema.json', import.meta.url));
    expect(await schemaText([])).to.equal(await readFile(shipped, 'utf8'));
  });

  it('takes operators of the user in', async () => {
    const file = fileURLToPath(new URL(join('..', '..', '..', 'examples', 'clip-percentiles.ts'), import.meta.url));
    const schema: unknown = JSON.parse(await schemaText([file]));
    expect(schema).to.have.nested.property('definitions.steps-clip-percentiles.properties.upperPercent');
    expect(schema).to.have.nested.property('definitions.steps-load-series');
  });
});
