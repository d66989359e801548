import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { allCallbacks } from '../../../../src/training/run/callbacks/events.ts';
import { loadCallbacks } from '../../../../src/training/run/callbacks/load-callbacks.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { rejectionOf } from '../../../support/thrown-by.ts';

describe('loadCallbacks', () => {
  const folder = temporaryFolder();
  const file = async (text: string) => {
    const path = join(folder(), 'callbacks.ts');
    await writeFile(path, text);
    return path;
  };

  it('takes every set of callbacks that a file exports', async () => {
    const path = await file(`
      const seen: string[] = [];
      export const a = { onStart: () => { seen.push('a'); } };
      export const b = { onStart: () => { seen.push('b'); } };
      export const told = () => seen;
    `);
    expect(await loadCallbacks(path)).to.have.length(2);
  });

  it('loads the example', async () => {
    const example = fileURLToPath(new URL('../../../../examples/outside-tracker.ts', import.meta.url));
    const [tracker] = await loadCallbacks(example);
    expect(tracker).to.have.keys(['onStart', 'onEpoch', 'onEnd']);
  });

  it('refuses a file without callbacks, and one that cannot be imported', async () => {
    const none = await rejectionOf(loadCallbacks(await file('export const x = 1;')));
    expect([none.code, none.reason]).to.eql([
      'CALLBACKS_INVALID',
      'no export is a set of callbacks (exports: x); export the result of defineCallbacks',
    ]);
    const absent = await rejectionOf(loadCallbacks(join(folder(), 'nothing.ts')));
    expect(absent.reason).to.equal('this file of callbacks cannot be imported; export the result of defineCallbacks');
  });
});

describe('allCallbacks', () => {
  it('tells every one in order, and waits', async () => {
    const seen: string[] = [];
    const slow = {
      onEnd: async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        seen.push('slow');
      },
    };
    const all = allCallbacks([slow, {}, { onEnd: () => void seen.push('quick') }]);
    await all.onEnd({ fold: 1, reason: 'epochs', best: undefined });
    expect(seen).to.eql(['slow', 'quick']);
  });
});
