import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { openResources } from '../open-resources.ts';
import { withinTime } from '../within-time.ts';
import { drained } from './drained.ts';
import type { SourceLaw } from './source-subject.ts';

/** Resource types of file, folder and network reads. */
const READING = /^(FSREQ|FILEHANDLE|GETADDRINFO|TCPCONNECT|PIPECONNECT|HTTPCLIENTREQUEST|PROCESSWRAP)/;
const REST_MS = 150;

/** Distinguishes the source's activity from its surroundings. */
const ofSource = new AsyncLocalStorage<true>();

/** Counts reads that the source starts while idle. */
const readsWhileResting = async (): Promise<number> => {
  let reads = 0;
  const hook = createHook({
    init: (_, type) => {
      reads += Number(READING.test(type) && ofSource.getStore() === true);
    },
  }).enable();
  await pause(REST_MS);
  hook.disable();
  return reads;
};

export const lazyLaw: SourceLaw = {
  name: 'reads nothing ahead',
  complaints: ({ opened, timeoutMs }) =>
    ofSource.run(true, () =>
      opened(async ({ studies }) => {
        const items = studies[Symbol.asyncIterator]();
        await withinTime('the first study', timeoutMs, () => items.next());
        const reads = await readsWhileResting();
        await withinTime('to end when it is left early', timeoutMs, () => items.return?.());
        return reads === 0
          ? []
          : [`goes on reading (${reads} times) after the first study, before the second is asked for`];
      }),
    ),
};

export const earlyEndLaw: SourceLaw = {
  name: 'ends when it is left early',
  complaints: ({ opened, timeoutMs }) =>
    opened(async ({ studies }) => {
      const items = studies[Symbol.asyncIterator]();
      await withinTime('the first study', timeoutMs, () => items.next());
      if (items.return === undefined)
        return ['its iterator has no "return", so that it cannot be ended early; make it with an async generator'];
      await withinTime('to end when it is left early', timeoutMs, () => items.return?.());
      const { done } = await withinTime('to end when it is left early', timeoutMs, () => items.next());
      return done ? [] : ['gives another study after it was left'];
    }),
};

export const stopLaw: SourceLaw = {
  name: 'ends when the run stops',
  complaints: ({ opened, timeoutMs }) =>
    opened(async (source, stop) => {
      stop.abort();
      await drained(source, stop, timeoutMs);
      return [];
    }),
};

export const closingLaw: SourceLaw = {
  name: 'leaves nothing open behind it',
  complaints: async ({ opened, timeoutMs }) => {
    const complaints: string[] = [];
    const uses = [
      ['without asking for a study', async () => {}],
      ['after the last study', drained],
    ] as const;
    for (const [when, use] of uses) {
      const stillOpen = openResources();
      await opened(async (source, stop) => {
        await use(source, stop, timeoutMs);
      });
      const open = await stillOpen();
      if (open.length > 0)
        complaints.push(`closed ${when}, leaves ${open.join(', ')} open; end it in "close" or "finally"`);
    }
    return complaints;
  },
};
