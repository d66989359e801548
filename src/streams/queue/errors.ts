import { SpineError } from '../../domain/spine-error.ts';

export const queueClientMissing = (cause: unknown): SpineError =>
  new SpineError({
    code: 'QUEUE_CLIENT_MISSING',
    reason:
      'a queue needs the packages @nats-io/transport-node and @nats-io/jetstream, which are not installed; install them with npm install @nats-io/transport-node@~3.3 @nats-io/jetstream@~3.3',
    cause,
    retriable: false,
  });

export const queueAddress = (problem: string): SpineError =>
  new SpineError({
    code: 'QUEUE_ADDRESS',
    reason: `the address of the queue ${problem}; expected nats://host:4222/name (or tls://), with a name of letters, digits, - and _`,
  });

export const queueCredentials = (file: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'QUEUE_CREDENTIALS',
    reason: 'these credentials cannot be read; expected the .creds file of a NATS user',
    where: { file },
    cause,
  });

export const queueUnreachable = (server: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'QUEUE_UNREACHABLE',
    reason: `no NATS server answers at ${server}; start nats-server --jetstream, or correct the address`,
    cause,
    retriable: true,
  });

export const queueRefused = (server: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'QUEUE_REFUSED',
    reason: `the NATS server at ${server} refuses these credentials, or none; give --queue-credentials, or set NATS_USER and NATS_PASSWORD, or NATS_TOKEN`,
    cause,
    retriable: false,
  });

export const jetStreamMissing = (server: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'QUEUE_WITHOUT_JETSTREAM',
    reason: `the NATS server at ${server} has no JetStream for this account; start it with --jetstream and a --store_dir`,
    cause,
  });

export const queueMissing = (name: string): SpineError =>
  new SpineError({
    code: 'QUEUE_MISSING',
    reason: `there is no queue "${name}" on this server; make it with spinestream enqueue`,
  });

/** @param found  what exists instead */
export const queueUnfit = (name: string, found: string): SpineError =>
  new SpineError({
    code: 'QUEUE_UNFIT',
    reason: `the stream "${name}" is no queue of studies: ${found}; give another name, or remove the stream`,
  });

const short = (fingerprint: string): string => fingerprint.slice(0, 12);

/** @param differences  in words, if known */
export const queueForeign = (
  name: string,
  {
    queue,
    own,
    differences,
  }: { readonly queue: string; readonly own: string; readonly differences: readonly string[] },
): SpineError =>
  new SpineError({
    code: 'QUEUE_FOREIGN',
    reason: `the studies in the queue "${name}" are to be graded with ${
      differences.join(', ') || 'another pipeline, other models, options or descriptions'
    } (fingerprint ${short(queue)}, here ${short(own)}); give this command what enqueue was given, or another queue`,
  });

export const jobUnreadable = (name: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'QUEUE_UNFIT',
    reason: `the queue "${name}" holds a message that is no study; remove the stream and enqueue again`,
    cause,
  });

export const queueAway = (cause: unknown): SpineError =>
  new SpineError({
    code: 'QUEUE_AWAY',
    reason: 'the queue does not answer for now; it is asked again until it does',
    cause,
    retriable: true,
  });
