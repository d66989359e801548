import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { type RunOptions, runPipeline } from '../../../src/run/run-pipeline.ts';
import type { StudyItem } from '../../../src/streams/sources/study-folder.ts';
import { fileEnv } from '../../support/operator-flow.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { toyPipeline, toyStudies, type Work } from '../../support/toy-pipeline.ts';

const TEXT = 'steps:\n  - make: { to: [custom.a] }\noutputs:\n  - table: { entry: custom.a }\n';

describe('suspects in a run', () => {
  const folder = temporaryFolder();
  const list = () => join(folder(), 'in-progress.json');

  const run = (make: Work, given: Partial<RunOptions> = {}) =>
    runPipeline({
      pipeline: toyPipeline(TEXT, { make }).pipeline,
      env: fileEnv(),
      source: toyStudies('1', '2', '3'),
      out: folder(),
      fingerprint: 'one',
      concurrency: 3,
      now: () => 0,
      ...given,
    });
  /** As a run that ended with these studies in progress leaves them. */
  const leave = (...studies: readonly { studyId: string; exits?: number }[]) =>
    writeFile(list(), JSON.stringify(studies));
  const left = async (): Promise<unknown> => JSON.parse(await readFile(list(), 'utf8'));
  const nothing = () => {};
  /** Studies 1, 2 and 3; `handedOut` resolves when the second is, and waits. */
  const observed = (ends: [string, string][]) => {
    let resolve = () => {};
    const handedOut = new Promise<void>((yes) => {
      resolve = yes;
    });
    async function* source(): AsyncGenerator<StudyItem> {
      for (const id of ['1', '2', '3']) {
        if (id === '2') setImmediate(() => resolve());
        yield { study: { id, series: [] }, done: async (end) => void ends.push([id, end]) };
      }
    }
    return { source: source(), inputOf: async () => ({ bytes: 0, digest: 'same' }), handedOut };
  };

  it('are forgotten once they have a result, even one of the run that ended', async () => {
    await run(nothing, { source: toyStudies('1') });
    await leave({ studyId: '1' }, { studyId: '2' });
    expect(await run(nothing)).to.include({ studies: 3, failed: 0, resumed: 1 });
    expect(existsSync(list())).to.equal(false);
  });

  for (const [how, failing] of [
    ['asked to stop', false],
    ['with too many failures', true],
  ] as const)
    it(`do not begin in a run ${how} while they wait, return to the source, and stay suspects`, async () => {
      await leave({ studyId: '2' });
      const [stop, ends, begun] = [new AbortController(), [] as [string, string][], [] as string[]];
      const { handedOut, ...source } = observed(ends);
      const work: Work = async ({ study }) => {
        begun.push(study.id);
        await handedOut;
        await turn();
        if (failing) throw new Error('broken');
        stop.abort();
      };
      const { stopped } = await run(work, { ...source, stop: stop.signal, maxFailures: 1 });
      expect(stopped).to.equal(failing ? 'failures' : 'asked');
      expect(begun).to.deep.equal(['1']);
      expect(ends).to.have.deep.members([
        ['1', 'recorded'],
        ['2', 'cancelled'],
      ]);
      expect(await left()).to.deep.equal([{ studyId: '2', exits: 1, waiting: true }]);
    });

  it('keep their exits when they are cancelled', async () => {
    await leave({ studyId: '2', exits: 1 });
    const cancel = new AbortController();
    const cancelling: Work = ({ study }) => {
      if (study.id !== '2') return;
      cancel.abort();
      throw new Error('cancelled');
    };
    expect(await run(cancelling, { cancel: cancel.signal })).to.include({ cancelled: 1 });
    expect(await left()).to.deep.equal([{ studyId: '2', exits: 2, waiting: true }]);
  });

  it('fail after one attempt only if that was alone: others may be to blame', async () => {
    const attempts = 1;
    await leave({ studyId: '1' }, { studyId: '2' });
    const begun: string[] = [];
    const work: Work = ({ study }) => void begun.push(study.id);
    expect(await run(work, { attempts })).to.include({ studies: 3, failed: 0 });
    expect(begun).to.have.members(['1', '2', '3']);
  });

  it('fail after one attempt that was alone', async () => {
    await leave({ studyId: '2' });
    expect(await run(nothing, { attempts: 1 })).to.include({ studies: 3, failed: 1 });
  });

  it('are also those that failed as such and are retried', async () => {
    await leave({ studyId: '2', exits: 2 });
    expect(await run(nothing)).to.include({ studies: 3, failed: 1 });
    const atWork = new Set<string>();
    const work: Work = async ({ study }) => {
      atWork.add(study.id);
      await turn();
      if (study.id === '2') expect([...atWork]).to.deep.equal(['2']);
      atWork.delete(study.id);
    };
    const source = toyStudies('1', '2', '3', '4');
    expect(await run(work, { source, retryFailed: true })).to.include({ studies: 4, failed: 0 });
  });
});
