import { stateOf, withAdditions } from '../../study-state.ts';
import { complaintsAbout } from '../outcome.ts';
import { exchangedColumns, gradedNumbers, mirroredState } from './mirrored-state.ts';
import { type OperatorLaw, outcomeOn } from './operator-subject.ts';

/** Tolerates rounding: means of the same numbers in another order differ slightly. */
const TOLERANCE = 1e-5;

const differ = (a: readonly number[], b: readonly number[] = []): boolean =>
  a.length !== b.length ||
  a.some((value, index) => !(Math.abs(value - b[index]!) <= TOLERANCE * (1 + Math.abs(value))));

const listed = (numbers: readonly number[] | undefined): string =>
  numbers === undefined ? 'nothing' : `[${numbers.join(', ')}]`;

/**
 * The mirrored left must get the grade of the right; checked if an operator declares it for its example's options
 * (`mirrors`).
 */
export const mirrorLaw: OperatorLaw = {
  name: 'gives mirrored results for a mirrored patient, where it says so',
  complaints: async (subject) => {
    const { bound, example, timeoutMs } = subject;
    if (!bound.mirrors) return [];
    const study = example.study();
    const plain = await outcomeOn(subject, { state: study });
    const mirrored = await outcomeOn(subject, { state: mirroredState(study) });
    const [expected, found] = [plain.values[0], mirrored.values[0]];
    if (expected === undefined || found === undefined)
      return [...complaintsAbout(plain, 1, timeoutMs), ...complaintsAbout(mirrored, 1, timeoutMs)];
    const added = (additions: typeof expected) => withAdditions(stateOf(study.study), additions);
    const there = gradedNumbers(mirroredState(added(expected), exchangedColumns(study)));
    const here = gradedNumbers(added(found));
    if (there.size === 0) return ['"mirrors" promises grades or keypoints, and the example gives none'];
    const wrong = [...there].find(([name, numbers]) => differ(numbers, here.get(name)));
    return wrong === undefined
      ? []
      : [`${wrong[0]}: ${listed(here.get(wrong[0]))} of the mirrored patient, expected ${listed(wrong[1])}`];
  },
};
