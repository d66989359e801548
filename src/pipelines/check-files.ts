import { readFile } from 'node:fs/promises';
import type { SpineError } from '../domain/spine-error.ts';
import { BUILT_IN_OPERATORS, operatorRegistry } from '../operators/registry.ts';
import { type CheckContext, checkPipeline, withOperatorFiles } from './check-pipeline.ts';
import { pipelineUnreadable } from './errors.ts';
import type { Finding } from './finding.ts';
import { BUILT_IN_OUTPUTS } from './outputs.ts';
import { sharedVariables } from './shared-variables.ts';
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
  const texts = await Promise.all(files.map(pipelinePath).map(read));
  const shared = sharedVariables(
    texts.map(({ file, text }) => ({ file, text: typeof text === 'string' ? text : undefined })),
    variables,
  );
  const findings = [...shared.findings];
  for (const [index, { file, text }] of texts.entries()) {
    const context = builtInContext({ studies: 'studies', models: 'models', out: 'out', ...shared.given[index] });
    if (typeof text !== 'string') findings.push(unreadable(file, text));
    else findings.push(...checkPipeline(text, file, await withOperatorFiles(text, file, context)).findings);
  }
  return findings;
};

const read = async (file: string): Promise<{ readonly file: string; readonly text: string | SpineError }> => ({
  file,
  text: await readFile(file, 'utf8').catch((cause: unknown) => pipelineUnreadable(file, cause)),
});

const unreadable = (file: string, { code, reason, cause }: SpineError): Finding => {
  const why = cause instanceof Error ? ` (${cause.message})` : '';
  return { severity: 'error', code, file, line: 1, column: 1, message: `${reason}${why}` };
};
