import { dashboardPortInvalid } from '../../dashboard/errors.ts';
import { isPort } from '../../domain/loopback.ts';

/**
 * Returns the port of `--dashboard`: 0, a free one, if it has no value; undefined without the option. @throws
 * ARGUMENT_INVALID
 */
export const dashboardPort = (given: string | undefined): number | undefined => {
  if (given === undefined) return undefined;
  const port = Number(given); // 0 for an empty text
  if (!/^\d*$/.test(given) || !isPort(port)) throw dashboardPortInvalid(given);
  return port;
};
