import { type Finding, formatFinding } from '../../config/finding.ts';

/** Tells of a finding on standard error. */
export const writeWarning = (finding: Finding): void => void process.stderr.write(`${formatFinding(finding)}\n`);
