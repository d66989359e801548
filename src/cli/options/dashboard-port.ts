import { dashboardPortInvalid } from '../../dashboard/errors.ts';

const HIGHEST_PORT = 65_535;

/** The port that `--dashboard` gives: 0, a free one, where it has no value; undefined where it is not given. @throws ARGUMENT_INVALID */
export const dashboardPort = (given: string | undefined): number | undefined => {
  if (given === undefined || given === '') return given === undefined ? undefined : 0;
  const port = Number(given);
  if (!/^\d+$/.test(given) || port > HIGHEST_PORT) throw dashboardPortInvalid(given);
  return port;
};
