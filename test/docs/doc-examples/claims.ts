import { inspect } from 'node:util';
import ts from 'typescript';

/**
 * The result that an example claims for an expression statement: the comment behind it, on its last line.
 * `softmax([0, 0]); // [0.5, 0.5]` claims what `util.inspect` prints, where `...` is any text; `f(); // throws SOME_CODE` claims an error.
 */
const claimOf = (text: string, statement: ts.Statement): string | undefined => {
  if (!ts.isExpressionStatement(statement)) return undefined;
  const [comment] = ts.getTrailingCommentRanges(text, statement.end) ?? [];
  return comment?.kind === ts.SyntaxKind.SingleLineCommentTrivia
    ? text.slice(comment.pos + 2, comment.end).trim()
    : undefined;
};

export interface ClaimedModule {
  readonly claims: number;
  /** The example with a call of the check in place of each claim, and its imports as `urlOf` says. */
  readonly code: string;
}

/** An example as a module that checks what it claims. `urlOf` says where an import comes from. */
export const claimedModule = (text: string, checkUrl: string, urlOf: (name: string) => string): ClaimedModule => {
  let claims = 0;
  const edited = ts.createSourceFile('example.ts', text, ts.ScriptTarget.ES2022, true).statements.map((statement) => {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier))
      return statement
        .getText()
        .replace(statement.moduleSpecifier.getText(), JSON.stringify(urlOf(statement.moduleSpecifier.text)));
    const claim = claimOf(text, statement);
    if (claim === undefined || !ts.isExpressionStatement(statement)) return statement.getText();
    claims += 1;
    return `await checkClaim(async () => (${statement.expression.getText()}), ${JSON.stringify(claim)});`;
  });
  return { claims, code: [`import { checkClaim } from ${JSON.stringify(checkUrl)};`, ...edited].join('\n') };
};

/** `[1, 2]` rather than `[ 1, 2 ]`. */
const withoutPadding = (text: string): string => text.replaceAll(/(?<=\[) | (?=\])/g, '');

const shown = (value: unknown): string =>
  withoutPadding(inspect(value, { depth: null, breakLength: Number.POSITIVE_INFINITY, compact: true }));

const patternOf = (claim: string): RegExp =>
  new RegExp(
    `^${withoutPadding(claim)
      .split('...')
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  );

const outcomeOf = async (work: () => unknown): Promise<string> => {
  try {
    return shown(await work());
  } catch (error) {
    if (error instanceof Error && 'code' in error) return `throws ${error.code}`;
    throw error;
  }
};

/** @throws where an expression does not give what the comment behind it claims */
export const checkClaim = async (work: () => unknown, claim: string): Promise<void> => {
  const outcome = await outcomeOf(work);
  if (!patternOf(claim).test(outcome)) throw new Error(`claimed: ${claim}\n  gave:    ${outcome}`);
};
