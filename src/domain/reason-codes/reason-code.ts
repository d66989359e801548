/** The effect of a code on its study's grades. */
export type Effect =
  /** The study is graded; its data was converted to the standard. */
  | 'corrected'
  /** The study is graded without the named files, slices or series. */
  | 'skipped'
  /** The study is graded; a person should review the named issue before using the grades. */
  | 'check'
  /** The study is not graded. */
  | 'refused'
  /** The run does not start. */
  | 'no run'
  /** A point for or against a series among those of its kind. */
  | 'ranks';

/** Documentation of a reason code: fact and remedy. Figures appear in the warning's message. */
export interface ReasonCode {
  readonly effect: Effect;
  readonly meaning: string;
  readonly remedy: string;
}

export type ReasonCodes = Readonly<Record<string, ReasonCode>>;

const codeOf =
  (effect: Effect) =>
  (meaning: string, remedy: string): ReasonCode => ({ effect, meaning, remedy });

export const corrected = codeOf('corrected');
export const skipped = codeOf('skipped');
export const check = codeOf('check');
export const refused = codeOf('refused');
export const noRun = codeOf('no run');
export const ranks = (meaning: string): ReasonCode =>
  codeOf('ranks')(meaning, 'to correct the ranking, list the series in a descriptions file');
