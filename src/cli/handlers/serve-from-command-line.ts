import { join } from 'node:path';
import pino from 'pino';
import { z } from 'zod';
import { addressOf } from '../../dicomweb/http/address.ts';
import { isPort } from '../../domain/loopback.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { bytesFrom } from '../../run/bytes-from.ts';
import { serveInStorage } from '../../serve/errors.ts';
import { tokenFrom } from '../../serve/http/token.ts';
import { servePipeline } from '../../serve/serve-pipeline.ts';
import { withoutIdentifiers } from '../../serve/without-identifiers.ts';
import { isObjectAddress } from '../../storage/object-address.ts';
import type { ServeArguments } from '../commands/serve-command.ts';
import { argumentInvalid, portInvalid } from '../errors.ts';
import { checkNumbers, NOT_NEGATIVE } from '../options/check-numbers.ts';
import { dashboardPort } from '../options/dashboard-port.ts';
import { keyValues } from '../options/key-values.ts';
import { settingsFrom } from '../options/run-options.ts';
import { attendedRun } from './attended-run.ts';

const SECOND_MS = 1000;
const DAY_MS = 86_400_000;

const bytes = (option: string, text: string): number => {
  const { data } = z.string().transform(bytesFrom).safeParse(text);
  if (data === undefined)
    throw argumentInvalid(`--${option} ${text}: expected a number of bytes, such as 200MB or 1.5GiB`);
  return data;
};

const ms = (option: string, value: number, unitMs: number): number => {
  checkNumbers(NOT_NEGATIVE, { [option]: value });
  return value * unitMs;
};

const listening = async (given: ServeArguments) => {
  const { host, port, tokenFile, tlsCert, tlsKey, insecure, idleTimeout, requestTimeout, dicomweb } = given;
  if (!isPort(port)) throw portInvalid(port);
  return {
    ...{ host, port, insecure, servers: dicomweb === undefined ? [] : [addressOf(dicomweb).root] },
    token: await tokenFrom(tokenFile, process.env),
    tls: { cert: tlsCert, key: tlsKey },
    idleMs: ms('idle-timeout', idleTimeout, SECOND_MS),
    requestMs: ms('request-timeout', requestTimeout, SECOND_MS),
  };
};

const timesAndLimits = (given: ServeArguments) => ({
  quietMs: ms('quiet', given.quiet, SECOND_MS),
  stallMs: ms('stall', given.stall, SECOND_MS),
  keepMs: given.keepDays === 0 ? undefined : ms('keep-days', given.keepDays, DAY_MS),
  minFreeBytes: bytes('min-free', given.minFree),
  limits: {
    maxInstanceBytes: bytes('max-instance', given.maxInstance),
    maxRequestBytes: bytes('max-request', given.maxRequest),
  },
});

/**
 * Serves until Ctrl-C. The first one ends it after the studies in progress, a second one cancels those. Neither loses
 * data.
 */
export const serveFromCommandLine = async (given: ServeArguments): Promise<void> => {
  const { pipeline, logLevel } = given;
  const settings = settingsFrom(given, { variables: keyValues(given.set) });
  const port = dashboardPort(given.dashboard);
  const { out } = settings;
  if (isObjectAddress(out)) throw serveInStorage(out);
  const how = { ...(await listening(given)), ...timesAndLimits(given) };
  await makeFolder(out);
  const after = 'the studies in progress; the others wait for the next start';
  const toContinue = 'the next start with this --out continues';
  const dashboard = port === undefined ? undefined : { port, name: pipeline, concurrency: settings.concurrency };
  await attendedRun(
    { out, logLevel, after, toContinue, dashboard, shown: withoutIdentifiers },
    ({ stop, cancel, onEvent, withinStep }) =>
      servePipeline({
        ...how,
        run: { ...settings, pipeline, cancel, withinStep },
        ...{ stop, onEvent },
        onListening: (url) => process.stderr.write(`listening at ${url}\n`),
        log: pino(
          { level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime },
          pino.destination({ dest: join(out, 'service.jsonl'), sync: true }),
        ),
      }),
  );
};
