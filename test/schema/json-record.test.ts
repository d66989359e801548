import { expect } from 'chai';
import { z } from 'zod';
import { recordOf, validated } from '../../src/schema/json-record.ts';

const schema = z.strictObject({
  name: z.string(),
  input: z.strictObject({ slices: z.int().positive(), kind: z.enum(['stack', 'region']) }),
});

describe('recordOf', () => {
  const problemWith = (text: string): string => {
    try {
      recordOf(text, schema);
    } catch (error) {
      if (error instanceof Error) return error.message;
    }
    throw new Error('nothing was thrown');
  };

  it('returns what the schema makes of the text', () => {
    const record = { name: 'a', input: { slices: 5, kind: 'stack' } };
    expect(recordOf(`\uFEFF${JSON.stringify(record)}`, schema)).to.deep.equal(record);
  });

  it('says in a sentence each what is missing, unknown or wrong, and where', () => {
    expect(problemWith('{"input": {"slices": "5", "kind": "stak", "size": 1}}')).to.equal(
      [
        'missing entry "name" (expected a string)',
        '"input.slices" is "5" (a string), expected a number',
        '"input.kind" is "stak" (a string), expected one of "stack", "region"; did you mean "stack"?',
        'unknown entry "input.size"; known: kind, slices',
      ].join('; '),
    );
    expect(problemWith('[]')).to.equal('it is an empty list, expected a map');
  });

  it('says that a file is empty, or is not JSON', () => {
    expect(problemWith('\n')).to.equal('it is empty');
    expect(problemWith('{"name": ')).to.match(/^it is not JSON \(/);
  });

  it('names the first of many problems', () => {
    const wide = z.object(Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`k${index}`, z.string()])));
    expect(() => recordOf('{}', wide)).to.throw(/"k7".* and 4 more$/);
  });

  it('places a part of a record under the keys above it', () => {
    const refuse = (problem: string) => new Error(problem);
    expect(() => validated({}, z.object({ slices: z.int() }), refuse, { within: ['model', 'args'] })).to.throw(
      'missing entry "model.args.slices" (expected a number)',
    );
  });
});
