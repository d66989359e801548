// An outside tracker: every epoch becomes an HTTP request, here to a server that takes JSON.
//   spinestream train coord-sagt2 --data data --callbacks examples/outside-tracker.ts
// TRACKER_URL=http://localhost:8000/runs says where; without it nothing is sent.
import { defineCallbacks } from 'spinestream';

const url = process.env.TRACKER_URL;
let run = '';

/** A tracker that is down must not end a training of days: what it does not take is told, and forgotten. */
const post = async (event: string, body: object): Promise<void> => {
  if (url === undefined) return;
  const request = { method: 'POST', headers: { 'content-type': 'application/json' } };
  try {
    const { status } = await fetch(url, { ...request, body: JSON.stringify({ run, event, ...body }) });
    if (status >= 300) process.stderr.write(`tracker: ${event} was answered with ${status}\n`);
  } catch (error) {
    process.stderr.write(`tracker: ${event} was not taken: ${error instanceof Error ? error.message : error}\n`);
  }
};

export const tracker = defineCallbacks({
  onStart: (start) => {
    run = `${start.experiment}/fold${start.fold}`;
    return post('start', start);
  },
  onEpoch: (record) => post('epoch', record),
  onEnd: (end) => post('end', end),
});
