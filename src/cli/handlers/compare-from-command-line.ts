import { counted } from '../../domain/text/counted.ts';
import { type ComparisonSummary, compareRuns } from '../../evaluation/comparison/compare-runs.ts';
import type { CompareArguments } from '../commands/compare-command.ts';
import { checkNumbers, NOT_NEGATIVE } from '../options/check-numbers.ts';
import { statusLine } from '../terminal/status-line.ts';

/** Compares two runs with progress on standard error, and prints the outcome. */
export const compareFromCommandLine = async (given: CompareArguments): Promise<void> => {
  const { a, b, out, studies, descriptions, followLinks, tolerance, withIdentifiers, overwrite } = given;
  checkNumbers(NOT_NEGATIVE, { tolerance });
  const status = statusLine(process.stderr);
  let done = 0;
  const onStudy = () => {
    done++;
    status.show(() => ({ text: `comparing, ${counted(done, 'study')} so far` }));
  };
  try {
    const root = studies === undefined ? undefined : { root: studies, descriptions, followLinks };
    const options = { out, overwrite, tolerance, withIdentifiers, studies: root, onStudy };
    const summary = await compareRuns({ ...options, runs: [a, b] });
    status.end();
    process.stdout.write(`${summaryText(summary)}\n`);
    for (const note of notesOf(summary)) process.stderr.write(`${note}\n`);
    process.stderr.write(`spinestream view ${out} shows the pages\n`);
  } finally {
    status.end();
  }
};

const summaryText = (summary: ComparisonSummary): string => {
  const { inBoth, equal, different, gradeChanges, gradedInOne, largestChange, confidenceChanges, referredInOne } =
    summary;
  const inOne = gradedInOne === 0 ? '' : `, ${gradedInOne} graded or seen in one run only`;
  const sure = confidenceChanges === 0 ? '' : `, the confidence of ${counted(confidenceChanges, 'grade')} changed`;
  const referred = referredInOne === 0 ? '' : `, ${referredInOne} referred to a reader in one run only`;
  return `${counted(inBoth, 'study')} in both runs: ${equal} equal, ${different} different, ${counted(gradeChanges, 'grade')} changed${inOne}, largest change of a probability ${largestChange.toPrecision(3)}${sure}${referred}`;
};

function* notesOf({ onlyInA, onlyInB, distancesUnknown }: ComparisonSummary): Generator<string> {
  if (onlyInA > 0) yield `${counted(onlyInA, 'study')} only in the first run`;
  if (onlyInB > 0) yield `${counted(onlyInB, 'study')} only in the second run`;
  for (const [code, count] of Object.entries(distancesUnknown))
    yield `distances of keypoints in mm are unknown for ${counted(count, 'study')} (${code}); name the studies with --studies`;
}
