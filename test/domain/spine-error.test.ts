import { expect } from 'chai';
import { asSpineError, SpineError } from '../../src/domain/spine-error.ts';

const failed = (code: string) => Object.assign(new Error('failed'), { code });

describe('SpineError.retriable', () => {
  const cases: readonly (readonly [what: string, error: unknown, retriable: boolean])[] = [
    ['a connection that was reset', failed('ECONNRESET'), true],
    ['what fetch throws for want of a network', new TypeError('fetch failed', { cause: failed('EAI_AGAIN') }), true],
    ['a full disk', failed('ENOSPC'), true],
    ['a time-out of a signal', new DOMException('over', 'TimeoutError'), true],
    ['a file that is not there', failed('ENOENT'), false],
    ['a mistake in a program', new TypeError('x is not a function'), false],
    ['something that is no error', 'broken', false],
    ['an error that says so', new SpineError({ code: 'BUSY', reason: 'busy', retriable: true }), true],
    [
      'an error that says not',
      new SpineError({ code: 'X', reason: 'x', cause: failed('ECONNRESET'), retriable: false }),
      false,
    ],
  ];
  for (const [what, error, retriable] of cases)
    it(`is ${retriable} for ${what}`, () => {
      expect(asSpineError(error, { studyId: '1' }).retriable).to.equal(retriable);
      expect(asSpineError(new Error('outer', { cause: error })).retriable).to.equal(retriable);
    });
});
