/** What a code means for the grades of the study that it is said of. */
export type Effect =
  /** The study is graded; what was stored in another way was brought to the standard. */
  | 'corrected'
  /** The study is graded without the files, slices or series that are named. */
  | 'left out'
  /** The study is graded; a person should look at what is named before grades are used. */
  | 'check'
  /** The study is not graded. */
  | 'refused'
  /** The run does not start. */
  | 'no run'
  /** It counts for or against a series among those of its kind. */
  | 'ranks';

/** What stands behind a code of the intake, for people. Fact and remedy; the message of a warning has the numbers. */
export interface ReasonCode {
  readonly effect: Effect;
  readonly meaning: string;
  readonly remedy: string;
}

export type ReasonCodes = Readonly<Record<string, ReasonCode>>;
