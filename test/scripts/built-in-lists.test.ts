import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { builtInLists } from '../../scripts/built-in-lists.ts';
import { BUILT_IN } from '../../src/config/built-in.ts';
import { PLUGIN_KINDS } from '../../src/core/registry.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

describe('the lists of built-in things', () => {
  it('are those of the files in their folders; npm run generate writes them again', async () => {
    for (const [file, text] of Object.entries(await builtInLists()))
      expect(await readFile(`${ROOT}${file}`, 'utf8'), file).to.equal(text);
  });

  it('hold what pipeline files can name', async () => {
    const names = PLUGIN_KINDS.map((kind) => [...BUILT_IN[kind].keys()]);
    expect(names[0]).to.include.members(['folder', 'watched-folder', 'dicomweb']);
    expect(names[1]).to.include.members(['load-series', 'crop-rois', 'classify']);
    expect(names[2]).to.include.members(['submission', 'report', 'dicom-sr']).and.not.include('basis');
  });
});
