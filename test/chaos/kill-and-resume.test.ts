import { existsSync, readdirSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { uniformAt } from '../../src/models/weights/fill.ts';
import { smallStudies } from '../support/challenge-folder.ts';
import { writeFakeModels } from '../support/fake-runtime.ts';
import { linkedStudies } from '../support/many-studies.ts';
import { forkProgram } from '../support/node-program.ts';
import { keptFolder } from '../support/temporary-folder.ts';

/** Kills of one run; `npm run chaos` sets 100. */
const KILLS = Number(process.env.SPINESTREAM_KILLS ?? 3);
const STUDIES = Math.max(10, 2 * KILLS);
const CHILD = new URL('../support/grade-child.ts', import.meta.url);
const RESULTS = ['submission.csv', 'coordinates.csv', 'errors.jsonl', 'warnings.jsonl'];

describe(`a run that is killed ${KILLS} times`, () => {
  let studies: string;
  let models: string;
  let base: string;

  before(async function () {
    this.timeout(60_000 + 20_000 * KILLS);
    base = await keptFolder();
    [studies, models] = [join(base, 'studies'), join(base, 'models')];
    await linkedStudies(await smallStudies(), studies, STUDIES);
    await rm(join(studies, 'train_images', '1000003'), { recursive: true }); // one that is described and absent
    await writeFakeModels(models);
  });

  /** Runs to the end, or to a kill `afterMs` after the source was opened. True when it ended by itself. */
  const run = (out: string, existing: string, afterMs?: number): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const settings = { studies, models, out, existing, concurrency: 3 };
      const child = forkProgram(CHILD, [JSON.stringify(settings), '5']);
      child.on('message', (type) => {
        if (type === 'opened' && afterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), afterMs);
      });
      child.on('exit', (code, signal) => {
        if (signal === 'SIGKILL') resolve(false);
        else if (code === 0) resolve(true);
        else reject(new Error(`the run ended with code ${code}, signal ${signal}`));
      });
    });

  /** It may have been killed before it had the folder, or when all was done and the lock was given back. */
  const existingIn = (out: string) => (existsSync(out) && readdirSync(out).length > 0 ? 'resume' : 'refuse');

  it('ends with the bytes of an undisturbed run', async function () {
    this.timeout(60_000 + 20_000 * KILLS);
    const [undisturbed, killed] = [join(base, 'undisturbed'), join(base, 'killed')];
    expect(await run(undisturbed, 'refuse')).to.equal(true);
    let kills = 0;
    for (let attempt = 0; kills < KILLS && attempt < 3 * KILLS; attempt++) {
      const existing = existingIn(killed);
      const ended = await run(killed, existing, 1200 * uniformAt(KILLS, attempt));
      if (!ended) kills++;
      else if (kills < KILLS) await rm(killed, { recursive: true });
    }
    expect(await run(killed, existingIn(killed))).to.equal(true);
    expect(kills).to.equal(KILLS);
    for (const name of RESULTS) {
      const [a, b] = await Promise.all([undisturbed, killed].map((folder) => readFile(join(folder, name), 'utf8')));
      expect(b, name).to.equal(a);
    }
    expect((await readdir(killed)).sort()).to.deep.equal((await readdir(undisturbed)).sort());
  });
});
