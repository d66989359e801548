/** Far more than a person writes. */
const MAX_CHARACTERS = 256 * 1024;
const MAX_DEPTH = 100;
/** Of all that open; a bound of the depth that no quotes can hide. The parser's stack ends at some 700. */
const MAX_BRACKETS = 500;

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
  const openBrackets = bracketDepths();
  let opened = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const indicators = line.match(INDICATORS)?.length ?? 0;
    const indent = line.search(/\S/);
    opened += line.match(/[[{]/g)?.length ?? 0;
    if (Math.max(openBrackets(line), indicators, indent / 2) > MAX_DEPTH)
      return {
        code: 'FILE_TOO_DEEP',
        line: index + 1,
        message: `lists and maps lie more than ${MAX_DEPTH} deep inside each other; a pipeline needs five`,
      };
    if (opened > MAX_BRACKETS)
      return {
        code: 'FILE_TOO_DEEP',
        line: index + 1,
        message: `the file has more than ${MAX_BRACKETS} "[" and "{"; write its lists and maps over several lines`,
      };
  }
  return undefined;
};

/** Takes line after line and gives how many brackets are open at most within each, quotes or not. */
const bracketDepths = (): ((line: string) => number) => {
  let open = 0;
  return (line) => {
    let most = open;
    for (const character of line) {
      open = Math.max(0, open + (BRACKETS[character] ?? 0));
      most = Math.max(most, open);
    }
    return most;
  };
};
