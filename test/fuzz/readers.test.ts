import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { SpineError } from '../../src/domain/spine-error.ts';
import { csvRows } from '../../src/files/csv-table.ts';
import { readSafetensors, writeSafetensors } from '../../src/models/weights/safetensors/safetensors.ts';
import { openJournal } from '../../src/run/journal/journal.ts';
import { openStudyFolder } from '../../src/streams/sources/study-folder.ts';
import { describeGoldens, goldenPath } from '../support/goldens.ts';
import { readTorchCheckpoint } from '../support/read-torch-checkpoint.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { damagedBytes, type Original } from './damaged-bytes.ts';
import { extent, PATIENCE_MS } from './extent.ts';
import { watchForHangs, withinBounds } from './within-bounds.ts';

/** Buffers for reading, the parser's objects, and what Node does for a file. */
const FLOOR_BYTES = 4 * 2 ** 20;

const everywhere = (bytes: Uint8Array): Original => ({ bytes, favoured: { from: 0, to: bytes.length } });
const text = (content: string): Original => everywhere(Buffer.from(content));
const telling = (...texts: readonly string[]): readonly (readonly number[])[] =>
  texts.map((one) => [...Buffer.from(one)]);

describe('a damaged file of another kind', function () {
  this.timeout(PATIENCE_MS);
  watchForHangs();
  const folder = temporaryFolder();

  /** Puts each damaged file where `read` finds it, and demands a result or a SpineError that names the file. */
  const holds = (originals: readonly Original[], words: readonly string[], read: (path: string) => Promise<unknown>) =>
    fc.assert(
      fc.asyncProperty(damagedBytes(originals, telling(...words)), async (bytes) => {
        const path = join(folder(), 'damaged');
        await writeFile(path, bytes);
        const outcome = await withinBounds({ bytes: bytes.length, floorBytes: FLOOR_BYTES }, () => read(path));
        if (outcome instanceof SpineError) expect(outcome.where.file).to.equal(path);
      }),
      extent(200, 2000),
    );

  const DESCRIPTIONS = [
    'study_id,series_id,series_description',
    '100,7,Sagittal T1',
    '100,8,"Axial T2"',
    '101,9,Sagittal T2/STIR\r',
    '',
  ].join('\n');
  const CSV_WORDS = ['"', '""', ',', '\n', '\r\n', '\ufeff', '\0', '../', 'study_id'];

  it('is a table of rows, or refused', () =>
    holds([text(DESCRIPTIONS)], CSV_WORDS, async (path) => {
      for await (const { line, values } of csvRows(path, ['study_id'])) {
        expect(line).to.be.within(1, 30);
        expect(values.study_id).to.be.a('string');
      }
    }));

  it('is a list of series whose folders lie within the studies, or refused', () =>
    holds([text(DESCRIPTIONS)], CSV_WORDS, async (path) => {
      const { studyIds, itemsOf } = await openStudyFolder({ root: folder(), descriptions: path });
      expect(studyIds).to.deep.equal([]); // there are no folders
      for (const id of ['100', '101', '..', '']) expect((await itemsOf(id))[0].error?.code).to.equal('STUDY_MISSING');
    }));

  it('is a journal, whose every record can be read again, or refused', async () => {
    const path = join(folder(), 'damaged');
    const journal = await openJournal(path, { fingerprint: 'f' });
    for (const studyId of ['1', '2', '3'])
      await journal.append({ studyId, input: 'i', tables: { t: [['a', 0.5, null]] }, warnings: [] });
    await journal.close();
    await holds([everywhere(await readFile(path))], ['{', '}', '"', '\n', 'null', '[]', '\\u0000'], async (damaged) => {
      const opened = await openJournal(damaged, { fingerprint: 'f' });
      try {
        for await (const { studyId, tables, warnings } of opened.records()) {
          expect(studyId).to.be.a('string');
          expect(tables).to.be.an('object');
          expect(warnings).to.be.an('array');
        }
      } finally {
        await opened.close();
      }
    });
  });

  it('is a state dict of safetensors, or refused', async () => {
    const path = join(folder(), 'good.safetensors');
    const weights = new Map([
      ['conv1.weight', { dtype: 'float32' as const, shape: [2, 3], data: Float32Array.from([1, 2, 3, 4, 5, 6]) }],
      ['bn1.num_batches_tracked', { dtype: 'int64' as const, shape: [], data: BigInt64Array.of(7n) }],
    ]);
    await writeSafetensors(path, weights, { source: 'fuzz' });
    const bytes = await readFile(path);
    const header = { bytes, favoured: { from: 0, to: bytes.length - 32 } };
    await holds(
      [header],
      ['"F64"', '"BOOL"', '[9999999999]', '[-1]', '1e99', '"__proto__"', '{', '}', ','],
      readSafetensors,
    );
  });

  describeGoldens('of PyTorch', () => {
    const names = ['state_dict.pt', 'state_dict_legacy.pt', 'checkpoint.pt', 'nested.pt', 'parameters.pt'];
    const PICKLE_WORDS = ['cos\nsystem\n', 'c__builtin__\neval\n', 'R', 'b', 'J\xff\xff\xff\x7f', '\x95', 'PK\x03\x04'];

    it('is a checkpoint, or refused; nothing of it runs', () =>
      holds(
        names.map((name) => everywhere(readFileSync(goldenPath('torch-checkpoints', name)))),
        PICKLE_WORDS,
        readTorchCheckpoint,
      ));
  });
});
