import { expect } from 'chai';
import { z } from 'zod';
import { messageOf } from '../../../src/domain/text/message-of.ts';

describe('messageOf', () => {
  it("lists the issues of zod's errors, whose message is JSON", () => {
    const { error } = z.object({ a: z.object({ b: z.string() }) }).safeParse({ a: { b: 1 } });
    expect(messageOf(error)).to.match(/^"a\.b": [^{}]*string[^{}]*$/);
    const whole = z.string().safeParse(1).error;
    expect(messageOf(whole)).to.match(/^[^"{}]*string[^{}]*$/);
  });

  it('returns the message of other errors, and anything else as text', () => {
    expect(messageOf(new RangeError('too far'))).to.equal('too far');
    expect(messageOf('gone')).to.equal('gone');
  });
});
