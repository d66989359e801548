import { SpineError } from '../domain/spine-error.ts';
import { type Finding, formatFinding } from './finding.ts';

export const configurationInvalid = (file: string, findings: readonly Finding[]): SpineError => {
  const errors = findings.filter(({ severity }) => severity === 'error');
  return new SpineError({
    code: 'CONFIGURATION_INVALID',
    reason: `${file} has ${errors.length} ${errors.length === 1 ? 'error' : 'errors'}:\n${findings.map((one) => `  ${formatFinding(one)}`).join('\n')}`,
  });
};

export const pipelineUnreadable = (file: string, cause: unknown): SpineError =>
  new SpineError({ code: 'PIPELINE_UNREADABLE', reason: 'this pipeline file cannot be read; check the path', where: { file }, cause });
