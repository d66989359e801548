import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { z } from 'zod';
import { brokenLaws, checkPlugin, LAWS } from '../../../src/core/conformance/index.ts';
import { defineSource, type OpenSource, type SourceEnv, type SourceSpec } from '../../../src/core/define-source.ts';
import { exampleSliceBytes } from '../../../src/core/examples/index.ts';
import type { StudyItem } from '../../../src/core/study-item.ts';
import { readBytes } from '../../../src/dicom/index.ts';
import { listFiles } from '../../../src/files/list-files.ts';
import { studyFilesOf } from '../../../src/streams/sources/study-files.ts';

const options = z.strictObject({ path: z.string().describe('a folder with a folder a study, of one series each') });
type Spec = SourceSpec<typeof options>;

const referenceOf = (path: string, id: string): StudyItem => ({
  study: { id, series: [{ id: 's', kind: 'Sagittal T1', folder: join(path, id) }] },
});

async function* studiesIn(path: string): AsyncGenerator<StudyItem> {
  for (const id of (await readdir(path)).sort()) yield referenceOf(path, id);
}

const opened = (path: string): OpenSource => ({
  studies: studiesIn(path),
  count: 3,
  location: path,
  files: { readBytes, listFiles },
  inputOf: studyFilesOf,
  origin: { path },
});

const good: Spec = {
  name: 'good',
  summary: 'Folders of one series.',
  options,
  example: {
    options: { path: '${folder}' },
    fill: async (folder) => {
      for (const id of ['a', 'b', 'c']) {
        await mkdir(join(folder, id));
        for (const n of [1, 2]) await writeFile(join(folder, id, `${n}.dcm`), exampleSliceBytes('12', n, '7'));
      }
    },
  },
  open: async ({ path }) => opened(path),
};

const brokenBy = (change: Partial<Spec>, timeoutMs = 400) =>
  brokenLaws(defineSource({ ...good, ...change }), { timeoutMs });

/** What the source opens, otherwise. */
const opening =
  (change: (source: OpenSource, path: string, env: SourceEnv) => Partial<OpenSource>): Spec['open'] =>
  async ({ path }, env) => {
    const source = opened(path);
    return { ...source, ...change(source, path, env) };
  };

/** Two lists of studies in turn, one an opening. */
const alternating = (lists: readonly (readonly string[])[]): Spec['open'] => {
  let opening = 0;
  return async ({ path }) => ({
    ...opened(path),
    studies: (async function* () {
      for (const id of lists[opening++ % lists.length]!) yield referenceOf(path, id);
    })(),
  });
};

/** What somebody without a type checker may give. */
async function* itemsLike(...items: readonly unknown[]): AsyncGenerator<StudyItem> {
  yield* items as readonly StudyItem[];
}

async function* endless(path: string, stop?: AbortSignal): AsyncGenerator<StudyItem> {
  yield* studiesIn(path);
  while (!stop?.aborted) await pause(20, undefined, { ref: false });
}

describe('checkPlugin of a source', function () {
  this.timeout(20_000);

  it('finds nothing against a good source, law by law', async () => {
    const results = await checkPlugin(defineSource(good));
    expect(results.filter(({ outcome }) => outcome !== 'kept')).to.deep.equal([]);
    expect(results.map(({ law }) => law)).to.deep.equal(['has an example', ...LAWS.source.map(({ name }) => name)]);
  });

  it('finds nothing against a source whose "open" gives an instance of a class, and calls its methods', async () => {
    let closed = 0;
    class Opened implements OpenSource {
      readonly #path: string;
      readonly studies: AsyncIterable<StudyItem>;
      readonly count = 3;
      readonly files = { readBytes, listFiles };
      constructor(path: string) {
        this.#path = path;
        this.studies = studiesIn(path);
      }
      get location() {
        return this.#path;
      }
      get origin() {
        return { path: this.#path };
      }
      inputOf(study: Parameters<OpenSource['inputOf']>[0]) {
        return this.#path === '' ? Promise.reject(new Error('no path')) : studyFilesOf(study);
      }
      async close() {
        if (this.#path !== '') closed++;
      }
    }
    expect(await brokenBy({ open: async ({ path }) => new Opened(path) })).to.deep.equal([]);
    expect(closed).to.be.above(0);
  });

  it('finds nothing against an open-ended source that ends when it is stopped', async () => {
    const open = opening((_, path, { stop }) => ({ count: undefined, studies: endless(path, stop) }));
    expect(await brokenBy({ open }, 5000)).to.deep.equal([]);
  });

  it('tries nothing without an example, nor where the example cannot be set up', async () => {
    const { example: _, ...without } = good;
    const results = await checkPlugin(defineSource(without));
    expect(results[0]?.complaints[0]).to.include('declare "example: { options, fill }"');
    expect(new Set(results.slice(1).map(({ outcome }) => outcome))).to.deep.equal(new Set(['not tried']));
    const failing = { ...good.example!, fill: () => Promise.reject(new Error('no room')) };
    expect(await brokenBy({ example: failing })).to.deep.equal([
      'has an example: its example cannot be set up: no room',
    ]);
  });

  it('starts what an example needs besides files, puts its variables into the options, and ends it', async () => {
    let closed = 0;
    let path = '';
    const serve = async (folder: string) => ({ variables: { inner: folder }, close: async () => void closed++ });
    const open: Spec['open'] = async (o) => {
      path = o.path;
      return opened(o.path);
    };
    expect(
      await brokenBy({ open, example: { ...good.example!, options: { path: '${inner}' }, serve } }, 5000),
    ).to.deep.equal([]);
    expect(path).to.match(/spinestream-example-/);
    expect(closed).to.equal(1);
  });

  const bad: readonly (readonly [what: string, open: Spec['open'], complaint: string])[] = [
    [
      'gives nothing that can be graded',
      alternating([['a']]),
      'opens its own example: gives 1 studies that can be graded; let the example have two or more',
    ],
    [
      'changes its order',
      alternating([
        ['b', 'a', 'c'], // the first opening is that of the law before
        ['a', 'b', 'c'],
      ]),
      'gives the same studies in the same order: opened twice, gives "a", "b", "c" and then "b", "a", "c"; sort them',
    ],
    [
      'belongs to another origin every time',
      opening(() => ({ origin: { id: Math.random() } })),
      'gives the same studies in the same order: "origin" differs when it is opened twice, so that no run could be resumed',
    ],
    [
      'gives a study twice and counts wrongly',
      alternating([['a', 'b', 'b', 'c']]),
      'counts its studies, and gives each once: gives "b" more than once; "count" is 3, and it gives 4 studies',
    ],
    [
      'carries pixels along',
      opening((source) => ({
        studies: (async function* () {
          for await (const item of source.studies) {
            Object.assign(item.study, { pixels: new Uint16Array(4000) });
            yield item;
          }
        })(),
      })),
      'hands out references, never pixels: the reference of the study "a" holds 8000 bytes; leave reading to "files"; the reference of the study "b" holds 8000 bytes; leave reading to "files"; the reference of the study "c" holds 8000 bytes; leave reading to "files"',
    ],
    ['names slices that are not there', alternating([['a', 'b', 'd']]), 'gives every slice that it lists: ENOENT'],
    [
      'ignores how much is asked for',
      opening(({ files }) => ({ files: { ...files, readBytes: (path) => readBytes(path) } })),
      'gives every slice that it lists: readBytes("',
    ],
    [
      'reads the next study before it is asked for',
      opening((_, path) => ({
        studies: (async function* () {
          const load = async (id: string) => {
            for (let times = 0; times < 5; times++) await readFile(join(path, id, '1.dcm')).then(() => pause(10));
            return referenceOf(path, id);
          };
          let next = load('a');
          for (const id of ['b', 'c', undefined]) {
            const item = await next;
            if (id !== undefined) next = load(id);
            yield item;
          }
        })(),
      })),
      'reads nothing ahead: goes on reading (',
    ],
    [
      'cannot be left early',
      opening((source) => ({
        studies: { [Symbol.asyncIterator]: () => ({ next: () => source.studies[Symbol.asyncIterator]().next() }) },
      })),
      'ends when it is left early: its iterator has no "return"',
    ],
    [
      'does not end when it is stopped',
      opening((_, path) => ({ count: undefined, studies: endless(path) })),
      'opens its own example: to end after "stop" was aborted took longer than 0.4 s',
    ],
    [
      'leaves a server behind',
      async ({ path }) => {
        const server = createServer().listen(0, '127.0.0.1').unref();
        await new Promise((resolve) => server.once('listening', resolve));
        setTimeout(() => server.close(), 3000).unref();
        const timer = setTimeout(() => {}, 1000);
        return { ...opened(path), close: async () => void timer.ref() };
      },
      'leaves nothing open behind it: closed without asking for a study, leaves Timeout open; end it in "close" or "finally"',
    ],
    [
      'gives a list of studies',
      opening(() => ({ studies: [] as unknown as AsyncIterable<StudyItem> })),
      'opens its own example: good: "studies" of what "open" gives is a list, expected an async iterable, such as what an async function* gives',
    ],
    [
      'forgets its origin',
      opening(() => ({ origin: undefined as never })),
      'opens its own example: good: "origin" of what "open" gives is nothing, expected an object, {} if results depend on the files alone',
    ],
    [
      'cannot read files',
      opening(() => ({ files: { listFiles } as unknown as OpenSource['files'] })),
      'opens its own example: good: "files.readBytes" of what "open" gives is nothing, expected a function of a path',
    ],
    [
      'gives references without "study"',
      opening((_, path) => ({ studies: itemsLike(referenceOf(path, 'a').study) })),
      'opens its own example: good: "study" of an item of "studies" is nothing, expected { id, series }',
    ],
    [
      'names a study by a number',
      opening(() => ({ studies: itemsLike({ study: { id: 7, series: [] } }) })),
      'opens its own example: good: "study.id" of an item of "studies" is 7 (number), expected text',
    ],
    [
      'gives a study without series',
      opening(() => ({ studies: itemsLike({ study: { id: 'a' } }) })),
      'opens its own example: good: "study.series" of the item "a" is nothing, expected a list',
    ],
    [
      'does not notice a change',
      opening(() => ({ inputOf: async () => ({ bytes: 0, digest: 'same' }) })),
      'tells when a study has changed: the digest of "inputOf" stays when a byte is added to a/1.dcm and 1 more; let it change with the files that hold the study; "inputOf" says 0 bytes, so that no memory is kept for the study',
    ],
  ];
  for (const [what, open, complaint] of bad)
    it(`finds a source that ${what}`, async () => {
      const broken = await brokenBy({ open });
      expect(
        broken.filter((line) => line.startsWith(complaint)),
        broken.join('\n'),
      ).to.have.length(1);
    });
});
