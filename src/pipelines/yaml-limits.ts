/** Far more than a person writes. */
const MAX_CHARACTERS = 256 * 1024;
const MAX_DEPTH = 100;

const BRACKETS: Readonly<Record<string, number>> = { '[': 1, '{': 1, ']': -1, '}': -1 };
const INDICATORS = /(^|\s)[-?:](?=\s|$)/g;

export interface Excess {
  readonly code: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** What no parser should be bothered with: it recurses into what lies inside each other, and a stack that overflows there ends the process. */
export const limitExceeded = (text: string): Excess | undefined => {
  if (text.length > MAX_CHARACTERS)
    return {
      code: 'FILE_TOO_LARGE',
      line: 1,
      message: `the file has ${text.length} characters, expected at most ${MAX_CHARACTERS}; a pipeline file has a few thousand`,
    };
  let brackets = 0;
  for (const [index, line] of text.split('\n').entries()) {
    for (const character of line) brackets += BRACKETS[character] ?? 0;
    const indicators = line.match(INDICATORS)?.length ?? 0;
    const indent = line.search(/\S/);
    if (Math.max(brackets, indicators, indent / 2) > MAX_DEPTH)
      return {
        code: 'FILE_TOO_DEEP',
        line: index + 1,
        message: `lists and maps lie more than ${MAX_DEPTH} deep inside each other; a pipeline needs five`,
      };
  }
  return undefined;
};
