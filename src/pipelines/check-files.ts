import { readFile } from 'node:fs/promises';
import { SpineError } from '../domain/spine-error.ts';
import { BUILT_IN_OPERATORS, operatorRegistry } from '../operators/registry.ts';
import { type CheckContext, checkPipeline, withOperatorFiles } from './check-pipeline.ts';
import { pipelineUnreadable } from './errors.ts';
import type { Finding } from './finding.ts';
import { BUILT_IN_OUTPUTS } from './outputs.ts';
import { pipelinePath } from './shipped.ts';

/** Everything built in, with these variables. */
export const builtInContext = (variables: Readonly<Record<string, string>>): CheckContext => ({
  operators: operatorRegistry(BUILT_IN_OPERATORS),
  outputs: BUILT_IN_OUTPUTS,
  variables,
});

/**
 * All findings of pipeline files, without running anything; one of a file that cannot be read, too.
 * `studies`, `models` and `out` stand for themselves unless given.
 */
export const checkFiles = async (
  files: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<readonly Finding[]> => {
  const context = builtInContext({ studies: 'studies', models: 'models', out: 'out', ...variables });
  const findings: Finding[] = [];
  for (const file of files.map(pipelinePath)) {
    const text = await readFile(file, 'utf8').catch((cause: unknown) => pipelineUnreadable(file, cause));
    if (text instanceof SpineError) findings.push(unreadable(file, text));
    else findings.push(...checkPipeline(text, file, await withOperatorFiles(text, file, context)).findings);
  }
  return findings;
};

const unreadable = (file: string, { code, reason, cause }: SpineError): Finding => {
  const why = cause instanceof Error ? ` (${cause.message})` : '';
  return { severity: 'error', code, file, line: 1, column: 1, message: `${reason}${why}` };
};
