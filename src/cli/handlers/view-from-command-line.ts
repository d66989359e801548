import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isPort } from '../../domain/loopback.ts';
import type { ViewArguments } from '../commands/view-command.ts';
import { portInvalid, reportMissing } from '../errors.ts';
import { serveFolder } from './serve-folder.ts';

const START = '/report/';

/** Serves a run's folder until Ctrl-C. @throws REPORT_MISSING, PORT_INVALID, PORT_TAKEN */
export const viewFromCommandLine = async ({ out, port }: ViewArguments): Promise<void> => {
  if (!isPort(port)) throw portInvalid(port);
  if (!existsSync(join(out, 'report', 'index.html'))) throw reportMissing(out);
  const served = await serveFolder({ folder: out, port, start: START });
  process.stdout.write(`${served.url}\n`);
  process.stderr.write('Ctrl-C ends it\n');
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
  });
  await served.close();
};
