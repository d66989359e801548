/** The effect of a code on the grades of its study. */
export type Effect =
  /** The study is graded; what was stored in another way was brought to the standard. */
  | 'corrected'
  /** The study is graded without the files, slices or series that are named. */
  | 'skipped'
  /** The study is graded; a person should look at what is named before grades are used. */
  | 'check'
  /** The study is not graded. */
  | 'refused'
  /** The run does not start. */
  | 'no run'
  /** It counts for or against a series among those of its kind. */
  | 'ranks';

/** Documentation of a reason code: fact and remedy. The message of a warning has the figures. */
export interface ReasonCode {
  readonly effect: Effect;
  readonly meaning: string;
  readonly remedy: string;
}

export type ReasonCodes = Readonly<Record<string, ReasonCode>>;
