import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { readSafetensors } from '../../../src/models/weights/safetensors/safetensors.ts';
import { compiled } from '../../support/node-program.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { labelledStudies } from '../labelled-studies.ts';

const CHILD = new URL('./train-child.ts', import.meta.url);
/** Two epochs of five. */
const STEPS = 10;

describe('a training that is killed', () => {
  const folder = temporaryFolder();
  beforeEach(() => labelledStudies(folder(), 6));

  /** Runs until a step is over, or to the end. @returns how many steps were told of */
  const run = async (out: string, o: { killAfter?: number; checkpointEveryMs: number }): Promise<number> => {
    const args = [compiled(CHILD), folder(), join(folder(), out), String(o.checkpointEveryMs)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    let steps = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('step ') && ++steps === o.killAfter) child.kill('SIGKILL');
    }
    await ended;
    return steps;
  };
  const file = (out: string, name: string): string => join(folder(), out, 'foraminal', name);
  const history = async (out: string) =>
    (await readFile(file(out, 'history.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .map(({ epoch, step, trainLoss, validationLoss, best }) => [epoch, step, trainLoss, validationLoss, best]);

  for (const [title, checkpointEveryMs] of Object.entries({ 'each step': 0, 'each epoch': 1e9 }))
    it(`ends with the same weights as an undisturbed one, with a checkpoint after ${title}`, async () => {
      const killAfter = 1 + Math.floor(Math.random() * (STEPS - 1));
      expect(await run('straight', { checkpointEveryMs })).to.equal(STEPS);
      await run('killed', { killAfter, checkpointEveryMs });
      await run('killed', { checkpointEveryMs });
      for (const name of ['fold1-best.safetensors', 'fold1-last.safetensors', 'fold1-checkpoint.safetensors']) {
        const [straight, killed] = await Promise.all(
          ['straight', 'killed'].map((out) => readSafetensors(file(out, name))),
        );
        expect(killed!.weights, `${name}, killed after step ${killAfter}`).to.eql(straight!.weights);
      }
      expect(await history('killed'), `killed after step ${killAfter}`).to.eql(await history('straight'));
    });
});
