import { counted } from '../../domain/text/counted.ts';
import { mergeRuns } from '../../run/merge/merge-runs.ts';
import type { MergeArguments } from '../commands/merge-command.ts';
import { checkNumbers, NOT_NEGATIVE, WHOLE } from '../options/check-numbers.ts';
import { listedIds } from '../options/listed-ids.ts';
import { statusLine } from '../terminal/status-line.ts';

/** Merges runs with progress on standard error, and prints the outcome on one line. */
export const mergeFromCommandLine = async ({
  parts,
  out,
  tolerance,
  ids,
  overwrite,
  format,
  partRows,
}: MergeArguments): Promise<void> => {
  checkNumbers(WHOLE, { 'part-rows': partRows });
  checkNumbers(NOT_NEGATIVE, { tolerance });
  const status = statusLine(process.stderr);
  let studies = 0;
  const show = () => status.show(() => ({ text: `merging, ${counted(studies, 'study')} so far` }));
  try {
    const summary = await mergeRuns({
      ...{ parts, out, tolerance, tables: { format, partRows } },
      existing: overwrite ? 'overwrite' : 'refuse',
      ids: ids === undefined ? undefined : await listedIds(ids),
      onStudy: () => {
        studies++;
        show();
      },
    });
    const { doubled, failedElsewhere } = summary;
    const notes = [
      ...(summary.failed > 0 ? [`${summary.failed} failed`] : []),
      ...(doubled > 0 ? [`${doubled} of them in several parts`] : []),
      ...(failedElsewhere > 0 ? [`${failedElsewhere} failed in one part and graded in another`] : []),
    ];
    status.end();
    process.stderr.write(
      `${counted(summary.parts, 'part')}, ${counted(summary.studies, 'study')}${notes.map((note) => `, ${note}`).join('')}: ${out}\n`,
    );
  } finally {
    status.end();
  }
};
