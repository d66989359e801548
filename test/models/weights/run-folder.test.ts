import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { z } from 'zod';
import {
  loadFold,
  type RunFolderConfigInput,
  readRunFolder,
  saveFold,
  writeRunFolder,
} from '../../../src/models/weights/run-folder.ts';
import type { StateDict } from '../../../src/models/weights/state-dict.ts';
import { caught } from './support/caught.ts';
import { testFolder } from './support/folder.ts';

const NANO = fileURLToPath(new URL('../../../weights/nano', import.meta.url));

const config: RunFolderConfigInput = {
  name: 'tiny',
  architecture: { kind: 'foraminal', backbone: 'resnet18' },
  input: { slices: 5, resolutionPx: 128, sizeMm: 50 },
  classes: ['Normal/Mild', 'Moderate', 'Severe'],
};
const splits = [{ fold: 1, train: ['1'], validation: ['2'] }];
const weightsOf = (...values: readonly number[]): StateDict =>
  new Map([['w', { dtype: 'float32', shape: [values.length], data: Float32Array.from(values) }]]);

describe('run folder', () => {
  const folder = testFolder();

  it('holds the configuration, the folds and what they were trained on, and loads weights when asked', async () => {
    const path = folder.path('models/tiny');
    const folds = [
      { fold: 2, which: 'last', weights: weightsOf(2) },
      { fold: 1, which: 'last', weights: weightsOf(3) },
      { fold: 1, which: 'best', weights: weightsOf(1, 4) },
    ] as const;
    await writeRunFolder(path, { config, splits, folds });
    const read = await readRunFolder(path);
    expect(read).to.deep.equal({
      path,
      config: { ...config, version: 1 },
      folds: [
        { fold: 1, best: true, last: true },
        { fold: 2, best: false, last: true },
      ],
      splits,
    });
    expect([...(await loadFold(read, 1, 'best'))]).to.deep.equal([...weightsOf(1, 4)]);
    expect([...(await loadFold(read, 2, 'last'))]).to.deep.equal([...weightsOf(2)]);
  });

  it('says which folds there are when another is asked for', async () => {
    const read = await readRunFolder(folder.path('models/tiny'));
    const error = await caught(loadFold(read, 2));
    expect(error.code).to.equal('FOLD_MISSING');
    expect(error.message).to.contain('no weights for fold 2 best').and.to.contain('found: 1 best, 1 last, 2 last');
  });

  it('takes a fold that is saved into it later', async () => {
    const path = folder.path('models/growing');
    await writeRunFolder(path, { config });
    await saveFold(path, { fold: 10, which: 'best', weights: weightsOf(1) });
    const read = await readRunFolder(path);
    expect(read.folds).to.deep.equal([{ fold: 10, best: true, last: false }]);
    expect(read).not.to.have.property('splits');
  });

  it('refuses weights that are no numbers, and says where', async () => {
    const path = folder.path('models/diverged');
    await writeRunFolder(path, { config, folds: [{ fold: 1, which: 'best', weights: weightsOf(1, Number.NaN) }] });
    const error = await caught(loadFold(await readRunFolder(path), 1));
    expect(error.code).to.equal('WEIGHTS_NOT_FINITE');
    expect(error.message).to.contain('fold1-best.safetensors: "w" is NaN at index 1');
  });

  it('leaves a folder that exists as it is, unless it may be overwritten', async () => {
    const path = folder.path('models/tiny');
    expect((await caught(writeRunFolder(path, { config }))).code).to.equal('RUN_FOLDER_EXISTS');
    expect((await readRunFolder(path)).folds).to.have.lengthOf(2);
    await writeRunFolder(path, { config: { ...config, name: 'other' } }, { overwrite: true });
    const read = await readRunFolder(path);
    expect([read.config.name, read.folds]).to.deep.equal(['other', []]);
  });

  it('leaves nothing behind when a fold fails', async () => {
    const path = folder.path('failing/tiny');
    const failure = new Error('no more');
    const folds = (function* () {
      yield { fold: 1, which: 'best', weights: weightsOf(1) } as const;
      throw failure;
    })();
    const thrown = await writeRunFolder(path, { config, folds }).catch((error: unknown) => error);
    expect(thrown).to.equal(failure);
    expect(readdirSync(dirname(path))).to.deep.equal([]);
  });

  it('says that a folder is no run folder', async () => {
    const error = await caught(readRunFolder(folder.path('')));
    expect(error.code).to.equal('RUN_FOLDER_NO_CONFIG');
    expect(error.message).to.contain(folder.path('')).and.to.contain('no config.json');
  });

  it('says that a folder is missing, or the one that it should be in', async () => {
    const missing = await caught(readRunFolder(folder.path('gone')));
    expect(missing.code).to.equal('RUN_FOLDER_MISSING');
    expect(missing.message).to.equal(
      `${folder.path('gone')}: this run folder does not exist; check the path, or import or train the model into it`,
    );
    const named = await caught(readRunFolder(join(NANO, 'coord_sagt2')));
    expect(named.message).to.match(/; the models folder has nano_coord_axi, nano_coord_sagt1, nano_coord_sagt2, /);
    expect(named.message).to.match(/; shipped pipelines use nano_coord_sagt2 with --set networks=nano$/);
    const none = await caught(readRunFolder(folder.path('gone/coord_sagt2')));
    expect(none.code).to.equal('MODELS_FOLDER_MISSING');
    expect(none.message).to.equal(
      `${folder.path('gone')}: this models folder does not exist; correct --models (--out of train), or create it with "spinestream import" or "spinestream train"; without networks of your own, try --models <package>/weights/nano --set networks=nano (<package>: the folder of spinestream)`,
    );
  });

  it('says that it cannot be written', async () => {
    const file = folder.file('a-file', '');
    const error = await caught(writeRunFolder(join(file, 'tiny'), { config }));
    expect(error.code).to.equal('WEIGHTS_UNWRITABLE');
  });

  for (const [title, text, message] of [
    ['no JSON', '{', /it is not JSON/],
    [
      'no architecture',
      '{"name":"a","input":{"slices":5,"resolutionPx":128}}',
      /missing entry "architecture" \(expected a map\)/,
    ],
    [
      'everything wrong',
      '{"name":"","architecture":{"kind":1},"input":{"slices":0,"resolutionPx":1.5,"size":3}}',
      /"name" is .*; "architecture\.kind" is .*; "input\.slices" is .*; "input\.resolutionPx" is .*; .*"input\.size"/,
    ],
    [
      'a later layout',
      '{"version":2,"name":"a","architecture":{"kind":"x"},"input":{"slices":5,"resolutionPx":128}}',
      /"version" is 2 \(a number\), expected 1/,
    ],
  ] as const)
    it(`refuses a configuration with ${title}, naming every fault`, async () => {
      const path = folder.path(`bad ${title}`);
      mkdirSync(path);
      writeFileSync(join(path, 'config.json'), text);
      const error = await caught(readRunFolder(path));
      expect(error.code).to.equal('RUN_FOLDER_CONFIG_INVALID');
      expect(error.message).to.match(message).and.to.contain(join(path, 'config.json'));
      expect(error.cause).not.to.be.instanceOf(z.ZodError); // its message would be printed as raw JSON
    });

  it('refuses to write a configuration that it would not read', async () => {
    const error = await caught(writeRunFolder(folder.path('models/nameless'), { config: { ...config, name: '' } }));
    expect(error.code).to.equal('RUN_FOLDER_CONFIG_INVALID');
  });
});
