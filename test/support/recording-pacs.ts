import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { readObject, textOf } from '../interop/read-object.ts';
import { listening } from './listening.ts';

/**
 * How far a request gets before its sender is told about: `body`, the server has read a part of it and reads no more until it is released;
 * `some`, all of it is stored but the last instance, for which there is no room now; `stored`, all of it is stored and the answer held back;
 * `answered`, the answer is sent.
 */
export type Stage = 'body' | 'some' | 'stored' | 'answered';

/** A DICOMweb server that keeps what it is sent, as eagerly as any: an instance counts as soon as the boundary behind it has arrived. */
export interface RecordingPacs {
  readonly url: string;
  /** SHA-256 of whole instances, by SOPInstanceUID; of the first of those that came under one. */
  readonly held: ReadonlyMap<string, string>;
  /** SOPInstanceUIDs that came again with other bytes. */
  readonly changed: readonly string[];
  /** Requests whose body broke off. */
  readonly cutOff: () => number;
  /** Lets the next request get so far. @returns when it is there; what follows waits for `release` */
  readonly hold: (stage: Stage) => Promise<void>;
  readonly release: () => void;
  readonly close: () => Promise<void>;
}

const READ_BYTES = 100_000;
const OUT_OF_RESOURCES = 0xa700;

/** Instances in the beginning of a multipart body: those behind which a boundary has arrived. No code of the product reads it. */
const wholeParts = (body: Buffer, boundary: string): readonly Buffer[] => {
  const [delimiter, blank] = [Buffer.from(`\r\n--${boundary}`), Buffer.from('\r\n\r\n')];
  const parts: Buffer[] = [];
  for (let at = body.indexOf(blank); at >= 0; at = body.indexOf(blank, at)) {
    const end = body.indexOf(delimiter, at);
    if (end < 0) break;
    parts.push(body.subarray(at + blank.length, end));
    at = end;
  }
  return parts;
};

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const item = (uid: string, more: object = {}) => ({ '00081155': { vr: 'UI', Value: [uid] }, ...more });

/** @param slowMs  pause in the middle of each body and before each answer */
export const recordingPacs = async (slowMs = 0): Promise<RecordingPacs> => {
  const held = new Map<string, string>();
  const changed: string[] = [];
  let cutOff = 0;
  let wanted: { readonly stage: Stage; readonly there: () => void } | undefined;
  let released = Promise.resolve();
  let release = (): void => {};

  const reached = async (stage: Stage): Promise<void> => {
    if (wanted?.stage !== stage) return;
    const { there } = wanted;
    wanted = undefined;
    there();
    await released;
  };

  const uidOf = (bytes: Uint8Array): string => textOf(readObject(bytes), '00080018');
  const keep = (bytes: Uint8Array): string => {
    const uid = uidOf(bytes); // fails for what is not a whole object
    const [known, digest] = [held.get(uid), sha256(bytes)];
    if (known === undefined) held.set(uid, digest);
    else if (known !== digest) changed.push(uid);
    return uid;
  };

  const answer = (response: ServerResponse, stored: readonly string[], refused: readonly string[]) => {
    const noRoom = { '00081197': { vr: 'US', Value: [OUT_OF_RESOURCES] } };
    response.writeHead(refused.length === 0 ? 200 : 202, { 'content-type': 'application/dicom+json' });
    response.end(
      JSON.stringify({
        '00081199': { vr: 'SQ', Value: stored.map((uid) => item(uid)) },
        '00081198': { vr: 'SQ', Value: refused.map((uid) => item(uid, noRoom)) },
      }),
    );
  };

  const store = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, boundary = ''] = /boundary="?([^";]+)/.exec(request.headers['content-type'] ?? '') ?? [];
    let body = Buffer.alloc(0);
    const isPartial = wanted?.stage === 'some';
    try {
      for await (const chunk of request) {
        body = Buffer.concat([body, chunk]);
        if (body.length <= READ_BYTES) continue;
        if (body.length - chunk.length <= READ_BYTES) await pause(slowMs);
        await reached('body');
      }
    } catch {
      cutOff++;
    }
    const parts = wholeParts(body, boundary);
    const stored = (isPartial ? parts.slice(0, -1) : parts).map(keep);
    if (!request.complete) return;
    await reached('stored');
    await pause(slowMs);
    answer(response, stored, isPartial ? parts.slice(-1).map(uidOf) : []);
    await once(response, 'close');
    await reached(isPartial ? 'some' : 'answered');
  };

  const server = createServer((request, response) => void store(request, response));
  const port = await listening(server);
  return {
    ...{ url: `http://127.0.0.1:${port}/dicom-web`, held, changed },
    cutOff: () => cutOff,
    hold: (stage) => {
      released = new Promise((resolve) => {
        release = resolve;
      });
      return new Promise((resolve) => {
        wanted = { stage, there: resolve };
      });
    },
    release: () => {
      wanted = undefined;
      release();
    },
    close: async () => {
      release();
      await pause(0);
      server.close();
      server.closeAllConnections();
    },
  };
};
