import { SpineError } from '../../src/domain/spine-error.ts';

/** Everything that this machine lacks, at once, so that nobody has to run the script five times. */
export const machineUnfit = (lacking: readonly string[]): SpineError =>
  new SpineError({
    code: 'SETUP_MACHINE_UNFIT',
    reason: `TensorFlow cannot be set up on this machine:${lacking.map((line) => `\n  - ${line}`).join('')}`,
  });

export const toolFailed = (purpose: string, commandLine: string, ending: string, advice: string): SpineError =>
  new SpineError({
    code: 'SETUP_TOOL_FAILED',
    reason: `could not ${purpose}: "${commandLine}" ended with ${ending} (its own words stand above); ${advice}`,
  });

export const wheelLacks = (wheel: string, member: string): SpineError =>
  new SpineError({
    code: 'SETUP_WHEEL_LACKS',
    reason: `there is no ${member} in it, which the add-on needs; this release of TensorFlow is packed differently, use the one that this script names`,
    where: { file: wheel },
  });

export const downloadLacks = (ending: string, folder: string, found: readonly string[]): SpineError =>
  new SpineError({
    code: 'SETUP_DOWNLOAD_LACKS',
    reason: `${folder} should hold exactly one file named ${ending} after the download, but holds ${found.join(', ') || 'none'}; run the script again`,
  });

export const optionUnknown = (cause: unknown): SpineError =>
  new SpineError({
    code: 'SETUP_OPTION_UNKNOWN',
    reason: `${cause instanceof Error ? cause.message : String(cause)}; known are --gpu, --force, --remove and --help`,
    cause,
  });
