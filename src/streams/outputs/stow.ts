import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { defineOutput, type OpenOutput, type OutputEnv, type OutputFile, type Row } from '../../core/define-output.ts';
import { exampleState } from '../../core/examples/index.ts';
import { readIdentity } from '../../dicom/index.ts';
import {
  type HttpClient,
  type OutgoingInstance,
  openHttp,
  outgoingInstance,
  type StoreResult,
  storeInstances,
} from '../../dicomweb/index.ts';
import { SpineError } from '../../domain/spine-error.ts';
import { sha256Of } from '../../files/sha256.ts';
import { serverOptions } from '../server-options.ts';

const FOLDER = 'stow';

const options = z.strictObject({
  url: z.string().min(1).describe('root of the DICOMweb services, e.g. https://pacs.example/dicom-web'),
  send: z
    .array(z.enum(['dicom-sr', 'dicom-sc']))
    .min(1)
    .default(['dicom-sr', 'dicom-sc'])
    .describe('outputs before this one whose files are sent'),
  ...serverOptions,
  longestPauseS: z
    .number()
    .positive()
    .default(60)
    .describe('maximum seconds between two attempts while the server is unavailable'),
});
type Options = z.output<typeof options>;

const FIRST_PAUSE_MS = 1000;
/** Maximum number of attempts while the server asks for a retry or its answer is invalid. */
const MOST_TRIES = 5;
/**
 * The server is unreachable or refuses access, as during its startup or after a password change: nothing was sent, so
 * the study waits until an operator fixes it. The study does not fail, and nothing is lost.
 */
const AWAY = [
  'DICOMWEB_UNAUTHORISED',
  'DICOMWEB_NOT_FOUND',
  'DICOMWEB_CONTENT_TYPE',
  'DICOMWEB_UNREACHABLE',
  'DICOMWEB_TIMEOUT',
  'DICOMWEB_BUSY',
];

interface Sending {
  readonly http: HttpClient;
  readonly env: OutputEnv;
  readonly longestPauseMs: number;
}

/**
 * Returns the server's answer for each instance. If it rejects the request as a whole, all may be retried. @throws
 * while the server is unavailable
 */
const tried = async (
  { http, env: { signal, stop } }: Sending,
  instances: readonly OutgoingInstance[],
): Promise<readonly StoreResult[]> => {
  try {
    return await storeInstances(http, instances, { signal, stop });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof SpineError) || AWAY.includes(error.code)) throw error;
    const { reason } = error;
    return instances.map(({ sopInstanceUid }) => ({ sopInstanceUid, outcome: 'refused', reason, retriable: true }));
  }
};

/** Reports what a study waits for and how often it is tried. */
const waits = ({ code, reason, where, cause }: SpineError, longestPauseMs: number): SpineError =>
  new SpineError({
    ...{ code, where, cause },
    reason: `${reason}; it is tried again and again, with pauses of up to ${longestPauseMs / 1000} s`,
  });

/**
 * Sends until the server has given a final answer for each instance; waits while it is unavailable, unless the run is
 * to end.
 */
const sent = async (sending: Sending, instances: readonly OutgoingInstance[]): Promise<readonly StoreResult[]> => {
  const { env, longestPauseMs } = sending;
  const ending = AbortSignal.any([env.signal, ...(env.stop === undefined ? [] : [env.stop])]);
  const results = new Map<string, StoreResult>();
  let left = instances;
  for (let [pauses, tries] = [0, 1]; ; pauses++) {
    try {
      for (const result of await tried(sending, left)) results.set(result.sopInstanceUid, result);
      left = left.filter(({ sopInstanceUid }) => results.get(sopInstanceUid)?.retriable);
      if (left.length === 0 || tries++ >= MOST_TRIES) break;
    } catch (error) {
      if (!(error instanceof SpineError)) throw error;
      ending.throwIfAborted();
      env.onTrouble?.(waits(error, longestPauseMs));
    }
    const pauseMs = Math.min(longestPauseMs, FIRST_PAUSE_MS * 2 ** Math.min(pauses, 16));
    await pause(pauseMs, undefined, { signal: ending }).catch(() => ending.throwIfAborted());
  }
  return instances.flatMap(({ sopInstanceUid }) => results.get(sopInstanceUid) ?? []);
};

const bytesOf = ({ content }: OutputFile): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;

/** Undefined for a file that is not a DICOM object, which no server could store. */
const instanceOf = async (file: OutputFile): Promise<OutgoingInstance | undefined> => {
  const bytes = bytesOf(file);
  const read = async (_path: string, maxBytes = bytes.length, from = 0) => bytes.subarray(from, from + maxBytes);
  try {
    const { sopInstanceUid } = await readIdentity(read, { name: basename(file.path), path: file.path });
    return sopInstanceUid === undefined ? undefined : outgoingInstance(sopInstanceUid, bytes);
  } catch (error) {
    if (error instanceof SpineError) return undefined;
    throw error;
  }
};

type Sent = Pick<StoreResult, 'outcome' | 'reason'> & { readonly sopInstanceUid?: string | undefined };
const NO_OBJECT: Sent = { outcome: 'refused', reason: 'it is no DICOM object with a SOPInstanceUID' };

/** Outcome for each file. */
const sentFiles = async (sending: Sending, files: readonly OutputFile[]): Promise<readonly Sent[]> => {
  const instances = await Promise.all(files.map(instanceOf));
  const known = instances.filter((one) => one !== undefined);
  const results = known.length === 0 ? [] : await sent(sending, known);
  return instances.map((one) => results.find((result) => result.sopInstanceUid === one?.sopInstanceUid) ?? NO_OBJECT);
};

const ID_DIGITS = 8;

/** Folder for rejected files; study ids may contain characters that are invalid in file names. */
const keptPath = (studyId: string, path: string): string => {
  const study = sha256Of(studyId).slice(0, ID_DIGITS);
  return `${FOLDER}/refused/${study}-${basename(path)}`;
};

const opened = async (o: Options, env: OutputEnv): Promise<OpenOutput> => {
  const http = await openHttp({
    ...{ url: o.url, caFile: o.ca, credentialsFile: o.credentials },
    timeouts: { headersMs: 1000 * o.timeoutS },
  });
  const sending = { http, env, longestPauseMs: 1000 * o.longestPauseS };
  return {
    ofStudy: async ({ study }, made) => {
      const files = made.filter(({ path }) => o.send.some((name) => path.startsWith(`${name}/`)));
      const results = await sentFiles(sending, files);
      const kept = files.map(({ path, content }, index) =>
        results[index]?.outcome === 'refused' ? { path: keptPath(study.id, path), content } : undefined,
      );
      return {
        rows: results.map(
          ({ sopInstanceUid, outcome, reason }, index): Row => [
            ...[study.id, sopInstanceUid, outcome, reason],
            kept[index]?.path,
          ],
        ),
        files: kept.filter((file) => file !== undefined),
      };
    },
  };
};

export const stow = defineOutput({
  name: 'stow',
  summary: 'Reports and key images, sent to a DICOMweb server (STOW-RS); stow.csv has the outcome of each.',
  description:
    'Name it behind the outputs whose files it sends. While the server is away the study waits, and with it the run. What the server refuses is ' +
    'kept in stow/refused. UIDs follow from study, software, pipeline and weights, so that to send something twice changes nothing.',
  columns: ['study_id', 'sop_instance_uid', 'outcome', 'reason', 'file'],
  folder: FOLDER,
  options,
  example: {
    options: { url: 'http://127.0.0.1:9/dicom-web' }, // contacts no server: the file cannot be sent
    study: () => exampleState(),
    made: () => [{ path: 'dicom-sr/example.dcm', content: 'no DICOM object' }],
  },
  reads: () => [],
  open: (o, _run, env) => opened(o, env),
});
