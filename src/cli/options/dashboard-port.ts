import { dashboardPortInvalid } from '../../dashboard/errors.ts';

const HIGHEST_PORT = 65_535;

/**
 * Returns the port of `--dashboard`: 0, a free one, if it has no value; undefined without the option. @throws
 * ARGUMENT_INVALID
 */
export const dashboardPort = (given: string | undefined): number | undefined => {
  if (given === undefined || given === '') return given === undefined ? undefined : 0;
  const port = Number(given);
  if (!/^\d+$/.test(given) || port > HIGHEST_PORT) throw dashboardPortInvalid(given);
  return port;
};
