/** Far more than a person writes. */
const MAX_CHARACTERS = 256 * 1024;
const MAX_DEPTH = 100;
/**
 * Limits open brackets in total: a bound on depth that quotes cannot hide. The parser's stack overflows at some 700.
 */
const MAX_BRACKETS = 500;

const BRACKETS: Readonly<Record<string, number>> = { '[': 1, '{': 1, ']': -1, '}': -1 };
const INDICATORS = /(^|\s)[-?:](?=\s|$)/g;

export interface Excess {
  readonly code: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/**
 * Rejects text that the parser cannot handle: it recurses into nested nodes, and its stack overflow ends the process.
 */
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

/**
 * Returns a function that takes line after line and returns the maximum number of open brackets within each, ignoring
 * quotes.
 */
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
