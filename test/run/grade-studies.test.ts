import { cp, mkdir, readdir, readFile, rename, rm, symlink, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import type { BoundSource } from '../../src/core/define-source.ts';
import { SpineError } from '../../src/domain/spine-error.ts';
import type { Runtime } from '../../src/models/runtime/runtime.ts';
import { type GradeEvent, type GradeOptions, gradeStudies } from '../../src/run/grade-studies.ts';
import { completeSettings } from '../../src/run/settings.ts';
import { openFolder } from '../../src/streams/sources/folder.ts';
import { idLines } from '../../src/streams/sources/study-sources.ts';
import { smallStudies } from '../support/challenge-folder.ts';
import { fakeRuntime, writeFakeModels } from '../support/fake-runtime.ts';
import { writeTree } from '../support/file-tree.ts';
import { lockOf, NOBODY } from '../support/lock-of.ts';
import { linkedStudies } from '../support/many-studies.ts';
import { keptFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';

const STUDIES = 8;
const ids = Array.from({ length: STUDIES }, (_, i) => String(1_000_000 + i));

/** Without what only a program can give. */
const settingsAlone = ({
  pipeline: _,
  ids: __,
  startRuntime: ___,
  now: ____,
  date: _____,
  ...settings
}: GradeOptions) => settings;

describe('gradeStudies', function () {
  this.timeout(120_000);
  let base: string;
  let studies: string;
  let models: string;
  let outputs = 0;

  before(async () => {
    base = await keptFolder();
    [studies, models] = [join(base, 'studies'), join(base, 'models')];
    await linkedStudies(await smallStudies(), studies, STUDIES);
    await writeFakeModels(models);
  });

  const options = (given: Partial<GradeOptions> = {}): GradeOptions => ({
    pipeline: 'two-stage',
    studies,
    models,
    out: join(base, `out${outputs++}`),
    concurrency: 2,
    existing: 'refuse',
    startRuntime: async () => fakeRuntime(),
    now: () => performance.now(),
    date: () => new Date(),
    ...given,
  });

  const bytesOf = async (out: string) =>
    Object.fromEntries(
      await Promise.all(
        ['submission.csv', 'coordinates.csv', 'warnings.jsonl', 'errors.jsonl'].map(
          async (name) => [name, await readFile(join(out, name), 'utf8')] as const,
        ),
      ),
    );

  const codeOf = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'no error',
      (error: unknown) => (error instanceof SpineError ? error.code : String(error)),
    );

  /** A runtime whose n-th prediction, and all after it, throw or hang. */
  const runtimeFailing = (
    from: number,
    how: 'throws' | 'hangs',
    until = Number.POSITIVE_INFINITY,
    cause?: Error,
  ): Runtime => {
    const inner = fakeRuntime();
    let predictions = 0;
    return {
      ...inner,
      load: async (request) => {
        const predictor = await inner.load(request);
        return {
          ...predictor,
          predict: async (inputs) => {
            predictions++;
            if (predictions < from || predictions >= until) return predictor.predict(inputs);
            if (how === 'throws') throw new Error('the accelerator fell over', { cause });
            return new Promise(() => {});
          },
        };
      },
    };
  };

  it('gives identical files with one study in flight, with four, and with a shuffled list of studies', async () => {
    const one = options({ concurrency: 1 });
    const four = options({ concurrency: 4, startRuntime: async () => fakeRuntime(3) });
    const shuffled = options({
      ids: [...ids].sort((a, b) => Number(a.at(-1)) * 7 - Number(b.at(-1)) * 5),
      concurrency: 3,
    });
    for (const each of [one, four, shuffled]) await gradeStudies(each);
    const expected = await bytesOf(one.out);
    expect(expected['submission.csv']?.split('\n')).to.have.length(2 + 25 * STUDIES);
    expect(await bytesOf(four.out)).to.deep.equal(expected);
    expect(await bytesOf(shuffled.out)).to.deep.equal(expected);
  });

  /** A runtime that counts: predictions that are not answered yet, at any time and when it was closed, and closings. */
  const countingRuntime = (inner: Runtime) => {
    const seen = { owed: 0, closings: 0, owedAtClose: 0 };
    const load: Runtime['load'] = async (request) => {
      const predictor = await inner.load(request);
      const predict: typeof predictor.predict = (inputs) => {
        seen.owed++;
        return predictor.predict(inputs).finally(() => seen.owed--);
      };
      return { ...predictor, predict };
    };
    const close = async () => {
      seen.closings++;
      seen.owedAtClose += seen.owed;
      return undefined;
    };
    return { seen, runtime: { ...inner, load, close } };
  };

  async function* brokenList() {
    yield* ids.slice(0, 5);
    throw new Error('the list broke off');
  }
  const stopping = new AbortController();
  const ENDS: Readonly<Record<string, Partial<GradeOptions>>> = {
    'when all is done': {},
    'when studies failed': { startRuntime: async () => runtimeFailing(3, 'throws'), maxFailures: 1 },
    'when it was stopped': { stop: stopping.signal, onEvent: ({ type }) => type === 'study' && stopping.abort() },
    'when its source fails': { ids: brokenList() },
  };
  for (const [when, end] of Object.entries(ENDS))
    it(`leaves no network in memory ${when}: the runtime, which frees them, is closed once`, async () => {
      const inner = await (end.startRuntime ?? (async () => fakeRuntime(2)))();
      const { seen, runtime } = countingRuntime(inner);
      const code = await codeOf(gradeStudies(options({ ...end, concurrency: 4, startRuntime: async () => runtime })));
      expect(code).to.equal(end.ids === undefined ? 'no error' : 'Error: the list broke off');
      expect(seen.closings).to.equal(1);
      if (end.ids === undefined) expect(seen).to.include({ owed: 0, owedAtClose: 0 });
    });

  it('holds a byte budget by narrowing the window', async () => {
    const memoryBudget = 40e6;
    const { budgetPeakBytes } = await gradeStudies(options({ concurrency: 6, memoryBudget }));
    expect(budgetPeakBytes).to.be.within(1e6, memoryBudget);
  });

  it('writes down versions, options, models, counts, times and memory', async () => {
    const given = options({ ids, modelsInMemory: 7, leaveOut: [], stepTimeoutS: 60 });
    await gradeStudies(given);
    const run = JSON.parse(await readFile(join(given.out, 'run.json'), 'utf8'));
    const { out, concurrency } = given;
    expect(run.options).to.deep.equal({ ...completeSettings(settingsAlone(given)), chosen: 'list' });
    expect(run.options).to.deep.include({
      studies,
      out,
      concurrency,
      modelsInMemory: 7,
      leaveOut: [],
      stepTimeoutS: 60,
    });
    expect(run.counts).to.include({ studies: STUDIES, failed: 0, resumed: 0 });
    expect(run.models).to.have.length(7);
    expect(run.models[0].folds[0].sha256).to.match(/^[0-9a-f]{64}$/);
    expect(run.times.steps[0]).to.include({ operator: 'load-series', count: STUDIES });
    expect(run.spinestream).to.match(/^\d+\.\d+\.\d+/);
  });

  describe('asked to stop', () => {
    it('finishes what is in progress, and resumes to the bytes of an undisturbed run', async () => {
      const undisturbed = options();
      await gradeStudies(undisturbed);
      const stopping = new AbortController();
      const given = options({
        stop: stopping.signal,
        onEvent: ({ type }) => {
          if (type === 'study') stopping.abort();
        },
      });
      const { counts } = await gradeStudies(given);
      expect(counts.stopped).to.equal('asked');
      expect(counts.studies).to.be.within(1, STUDIES - 1);
      const { stop: _, onEvent: __, ...again } = given;
      const resumed = await gradeStudies({ ...again, existing: 'resume' });
      expect(resumed.counts).to.include({ studies: STUDIES, resumed: counts.studies });
      expect(await bytesOf(given.out)).to.deep.equal(await bytesOf(undisturbed.out));
    });
  });

  describe('with studies that fail', () => {
    it('records each with code, place and cause, and goes on', async () => {
      const given = options({ startRuntime: async () => runtimeFailing(2, 'throws', 3), concurrency: 1 });
      const { counts } = await gradeStudies(given);
      expect(counts).to.include({ studies: STUDIES, failed: 1 });
      const [line] = (await bytesOf(given.out))['errors.jsonl']!.trim().split('\n');
      expect(JSON.parse(line!)).to.include({ study_id: ids[0], operator: 'heatmap-keypoints', code: 'UNEXPECTED' });
    });

    it('ends early when too many have failed', async () => {
      const given = options({ startRuntime: async () => runtimeFailing(1, 'throws'), maxFailures: 2, concurrency: 1 });
      const { counts } = await gradeStudies(given);
      expect(counts).to.include({ failed: 2, studies: 2, stopped: 'failures' });
    });

    it('tries a study again that failed for a reason that may go away, and no other', async () => {
      const reset = Object.assign(new Error('read'), { code: 'ECONNRESET' });
      const failedAfter = async (cause?: Error) => {
        const startRuntime = async () => runtimeFailing(1, 'throws', 2, cause);
        return (await gradeStudies(options({ startRuntime, retries: 1, concurrency: 1, ids: [ids[0]!] }))).counts
          .failed;
      };
      expect(await failedAfter(reset)).to.equal(0);
      expect(await failedAfter()).to.equal(1);
    });

    it('does failed studies again when it resumes with that wish', async () => {
      const given = options({ startRuntime: async () => runtimeFailing(1, 'throws', 2), concurrency: 1 });
      expect((await gradeStudies(given)).counts.failed).to.equal(1);
      const resumed = { ...given, existing: 'resume' as const, startRuntime: async () => fakeRuntime() };
      expect((await gradeStudies(resumed)).counts.failed).to.equal(1);
      expect((await gradeStudies({ ...resumed, retryFailed: true })).counts).to.include({
        failed: 0,
        resumed: STUDIES - 1,
      });
    });

    it('names the operator that never completes', async () => {
      const given = options({
        startRuntime: async () => runtimeFailing(1, 'hangs', 2),
        stepTimeoutS: 0.5,
        ids: [ids[0]!],
      });
      await gradeStudies(given);
      expect(JSON.parse((await bytesOf(given.out))['errors.jsonl']!)).to.include({
        code: 'STEP_TIMED_OUT',
        operator: 'heatmap-keypoints',
      });
    });

    it('records an id that is not there', async () => {
      const given = options({ ids: ['../../etc', ids[0]!] });
      expect((await gradeStudies(given)).counts).to.include({ studies: 2, failed: 1 });
      expect(JSON.parse((await bytesOf(given.out))['errors.jsonl']!)).to.include({
        code: 'STUDY_MISSING',
        study_id: '../../etc',
      });
    });
  });

  describe('the output folder', () => {
    it('is refused when it is not empty, and when there is nothing to resume', async () => {
      const given = options();
      await gradeStudies(given);
      expect(await codeOf(gradeStudies(given))).to.equal('OUTPUT_NOT_EMPTY');
      expect(await codeOf(gradeStudies(options({ existing: 'resume' })))).to.equal('NOTHING_TO_RESUME');
      expect((await gradeStudies({ ...given, existing: 'overwrite' })).counts).to.include({
        studies: STUDIES,
        resumed: 0,
      });
    });

    it('is refused to a second run while the first one writes', async () => {
      const given = options();
      const first = gradeStudies({ ...given, startRuntime: async () => fakeRuntime(20) });
      while (!(await readdir(given.out).catch(() => [] as string[])).includes('run.lock'))
        await new Promise((r) => setTimeout(r, 5));
      expect(await codeOf(gradeStudies({ ...given, existing: 'resume' }))).to.equal('OUTPUT_LOCKED');
      await first;
    });

    it('is refused where another process that lives holds it', async () => {
      const given = options();
      await mkdir(given.out);
      await writeFile(join(given.out, 'run.lock'), lockOf(process.ppid));
      expect(await codeOf(gradeStudies(given))).to.equal('OUTPUT_LOCKED');
    });

    it('is taken over from a process that is gone', async () => {
      const given = options();
      await mkdir(given.out);
      await writeFile(join(given.out, 'run.lock'), lockOf(NOBODY));
      expect((await gradeStudies(given)).counts.failed).to.equal(0);
    });

    it('is refused with a clear message where it cannot be written', async () => {
      expect(await codeOf(gradeStudies(options({ out: join(models, 'coord_sagt2', 'config.json', 'out') })))).to.equal(
        'OUTPUT_UNWRITABLE',
      );
    });

    it('names the studies that were in progress when an earlier run exited unexpectedly', async () => {
      const left = [{ studyId: ids[3], operator: 'classify' }];
      const given = options();
      await gradeStudies(given);
      await writeFile(join(given.out, 'in-progress.json'), JSON.stringify(left));
      const events: GradeEvent[] = [];
      await gradeStudies({ ...given, existing: 'resume', onEvent: (event) => events.push(event) });
      expect(events.find(({ type }) => type === 'left-in-progress')).to.deep.equal({
        type: 'left-in-progress',
        studies: left,
      });
    });

    it('fails a study of too many such exits: as many as the source counts, where it counts too', async () => {
      const failedWith = async (attempts: number | undefined) => {
        const source: BoundSource = {
          name: 'folder',
          open: async (env) => ({ ...(await openFolder({ path: studies, ids: ids.slice(0, 2) }, env)), attempts }),
        };
        const given = options({ source, attempts: 4 });
        await mkdir(given.out);
        await writeFile(join(given.out, 'in-progress.json'), JSON.stringify([{ studyId: ids[1], exits: 3 }]));
        return (await gradeStudies(given)).counts.failed;
      };
      expect(await failedWith(undefined)).to.equal(1);
      expect(await failedWith(5)).to.equal(0);
    });
  });

  describe('resuming', () => {
    it('is refused with another pipeline, other models or other studies', async () => {
      const given = { ...options(), existing: 'resume' as const };
      await gradeStudies({ ...given, existing: 'refuse' });
      expect(await codeOf(gradeStudies({ ...given, pipeline: 'split' }))).to.equal('JOURNAL_FOREIGN');
      expect(await codeOf(gradeStudies({ ...given, ids: ids.slice(1) }))).to.equal('JOURNAL_FOREIGN');
      const others = join(base, 'other-models');
      await cp(models, others, { recursive: true });
      await rename(others, `${models}-moved`);
      expect(await codeOf(gradeStudies({ ...given, models: `${models}-moved` }))).to.equal('JOURNAL_FOREIGN');
    });

    it('is refused with another value of a variable, named with both', async () => {
      const given = options({ variables: { refer_below: '0.5' } });
      await gradeStudies(given);
      const error = await rejectionOf(
        gradeStudies({ ...given, existing: 'resume', variables: { refer_below: '0.7' } }),
      );
      expect(error.reason).to.include(
        'other options in it (refer_below: 0.5 there, 0.7 here); set the variables as before',
      );
    });

    it('is refused with another backend, whose numbers are others, and says so', async () => {
      const given = options();
      await gradeStudies(given);
      const identity = { backend: 'wasm', skipped: [] };
      const error = await rejectionOf(
        gradeStudies({ ...given, existing: 'resume', startRuntime: async () => ({ ...fakeRuntime(), identity }) }),
      );
      expect(error.reason).to.match(/^the results in this folder were computed with another --backend; /);
    });

    it('goes on with another version of spinestream or of what computes, says so, and writes it down', async () => {
      const given = options({ ids: ids.slice(0, 2) });
      const withLibrary = (library: string) => async () => ({
        ...fakeRuntime(),
        identity: { backend: 'onnx', library, skipped: [] },
      });
      await gradeStudies({ ...given, startRuntime: withLibrary('onnxruntime-node 1.0.0') });
      const journal = join(given.out, 'journal.jsonl');
      const written = await readFile(journal, 'utf8');
      await writeFile(journal, written.replace(/spinestream \d+\.\d+\.\d+/, 'spinestream 0.0.9'));
      const again = async (library: string) => {
        const events: GradeEvent[] = [];
        const onEvent = (event: GradeEvent) => void events.push(event);
        await gradeStudies({ ...given, existing: 'resume', startRuntime: withLibrary(library), onEvent });
        return events.flatMap((event) => (event.type === 'made-earlier' ? [event] : []));
      };
      const [event] = await again('onnxruntime-node 1.0.0');
      expect(event?.earlier).to.eql(['spinestream 0.0.9, onnxruntime-node 1.0.0']);
      expect(event?.now).to.match(/^spinestream \d+\.\d+\.\d+, onnxruntime-node 1\.0\.0$/);
      const run = JSON.parse(await readFile(join(given.out, 'run.json'), 'utf8'));
      expect(run.madeEarlierWith).to.eql(event?.earlier);
      await writeFile(journal, written);
      expect(await again('onnxruntime-node 1.0.0')).to.eql([]);
      expect((await again('onnxruntime-node 2.0.0'))[0]?.earlier[0]).to.match(/node 1\.0\.0$/);
    });

    it('begins where an earlier run was ended before it had a result', async () => {
      const given = { ...options({ ids: ids.slice(0, 1) }), existing: 'resume' as const };
      await writeTree(given.out, { 'run.lock': lockOf(NOBODY), 'log.jsonl': '{}\n' });
      expect((await gradeStudies(given)).counts).to.include({ studies: 1, resumed: 0 });
      const other = options({ ids: ids.slice(0, 1) });
      await writeTree(other.out, { 'log.jsonl': '{}\n' });
      expect((await gradeStudies(other)).counts.studies).to.equal(1);
    });

    it('tells of every study that was done earlier', async () => {
      const given = options({ ids: ids.slice(0, 2) });
      await gradeStudies(given);
      const events: GradeEvent[] = [];
      await gradeStudies({ ...given, existing: 'resume', onEvent: (event) => events.push(event) });
      const earlier = events.flatMap((event) => (event.type === 'done-earlier' ? [event.studyId] : []));
      expect(earlier).to.deep.equal(ids.slice(0, 2));
    });

    it('leaves a study out that brings the process down, and does it when asked again', async () => {
      const given = options({ ids: ids.slice(0, 3), leaveOut: [ids[1]!] });
      expect((await gradeStudies(given)).counts).to.include({ studies: 3, failed: 1 });
      expect(JSON.parse((await bytesOf(given.out))['errors.jsonl']!)).to.deep.include({
        study_id: ids[1],
        code: 'STUDY_LEFT_OUT',
      });
      const again = { ...given, existing: 'resume' as const, retryFailed: true, leaveOut: [] };
      expect((await gradeStudies(again)).counts).to.include({ studies: 3, failed: 0, resumed: 2 });
    });

    it('is refused when a study has changed since, or does it again', async () => {
      const own = join(base, 'changing');
      await linkedStudies(await smallStudies(), own, 2);
      const given = { ...options({ studies: own }), existing: 'resume' as const };
      await gradeStudies({ ...given, existing: 'refuse' });
      const [series = ''] = await readdir(join(own, 'train_images', ids[0]!));
      const file = join(own, 'train_images', ids[0]!, series, '1.dcm');
      const content = await readFile(file);
      await unlink(file); // a link to the study that others share
      await writeFile(file, content);
      await utimes(file, new Date(), new Date());
      expect(await codeOf(gradeStudies(given))).to.equal('INPUT_CHANGED');
      expect((await gradeStudies({ ...given, redoChanged: true })).counts).to.include({ studies: 2, resumed: 1 });
    });
  });

  describe('sources', () => {
    it('takes ids from a stream, one a line', async () => {
      const text = Readable.from([`# chosen\n${ids[2]}\r\n\n`, `${ids[1]}\n${ids[2]}\n`]);
      expect((await gradeStudies(options({ ids: idLines(text) }))).counts.studies).to.equal(2);
    });

    it('ends after as many studies as the limit, and asks for no other; a resumed run without it grades the rest', async () => {
      let asked = 0;
      const counting = async function* () {
        for (const id of ids.slice(0, 3)) {
          asked++;
          yield id;
        }
      };
      const given = options({ ids: counting(), limit: 2, concurrency: 1 });
      expect((await gradeStudies(given)).counts).to.include({ studies: 2, failed: 0 });
      expect(asked).to.equal(2);
      const rest = options({ out: given.out, ids: counting(), existing: 'resume' });
      expect((await gradeStudies(rest)).counts).to.include({ studies: 3, resumed: 2 });
    });

    it('counts all results of earlier runs, also those beyond the limit', async () => {
      const given = options({ ids: ids.slice(0, 3) });
      await gradeStudies(given);
      const { counts } = await gradeStudies({ ...given, limit: 1, existing: 'resume' });
      expect(counts).to.include({ studies: 3, failed: 0, resumed: 3 });
    });

    it('counts the studies of a limit', async () => {
      const { source, counts } = await gradeStudies(options({ ids: ids.slice(0, 3), limit: 1 }));
      expect([source.studies, counts.studies]).to.deep.equal([1, 1]);
      expect((await gradeStudies(options({ ids: ids.slice(0, 1), limit: 5 }))).source.studies).to.equal(1);
    });

    it('refuses a study that is a link out of the folder, unless told to follow links', async () => {
      const own = join(base, 'linked');
      await linkedStudies(await smallStudies(), own, 1);
      await rename(join(own, 'train_images', ids[0]!), join(base, 'elsewhere'));
      await symlink(join(base, 'elsewhere'), join(own, 'train_images', ids[0]!));
      const given = options({ studies: own });
      await gradeStudies(given);
      expect(JSON.parse((await bytesOf(given.out))['errors.jsonl']!)).to.include({ code: 'STUDY_OUTSIDE_ROOT' });
      expect((await gradeStudies(options({ studies: own, followLinks: true }))).counts.failed).to.equal(0);
    });

    it('goes on with studies that are added while it watches', async () => {
      const own = join(base, 'growing');
      await linkedStudies(await smallStudies(), own, 1);
      const stopping = new AbortController();
      const seen: string[] = [];
      const running = gradeStudies(
        options({
          studies: own,
          watch: true,
          watchIntervalS: 0.03,
          settleS: 0.06,
          stop: stopping.signal,
          onEvent: (event) => {
            if (event.type === 'study') seen.push(event.record.studyId);
            if (seen.length === 2) stopping.abort();
          },
        }),
      );
      while (seen.length < 1) await new Promise((resolve) => setTimeout(resolve, 20));
      await rm(join(own, 'train_images'), { recursive: true });
      await linkedStudies(await smallStudies(), own, 2);
      expect((await running).counts).to.include({ studies: 2, failed: 0 });
      expect(seen).to.deep.equal([ids[0], ids[1]]);
    });

    it('refuses ids that are no plain names of folders', async () => {
      const own = join(base, 'hostile');
      await linkedStudies(await smallStudies(), own, 1);
      await writeFile(
        join(own, 'train_series_descriptions.csv'),
        'study_id,series_id,series_description\n../x,1,Axial T2\n',
      );
      expect(await codeOf(gradeStudies(options({ studies: own })))).to.equal('CSV_VALUE_UNEXPECTED');
    });
  });
});
