import { expect } from 'chai';
import { SpineError } from '../../../src/domain/spine-error.ts';
import { formatSplits, parseSplits, readSplits } from '../../../src/models/weights/splits.ts';
import { caught } from './support/caught.ts';
import { testFolder } from './support/folder.ts';

const refusal = (text: string): SpineError => {
  try {
    parseSplits(text);
  } catch (error) {
    if (error instanceof SpineError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('splits', () => {
  const folder = testFolder();

  it('reads folds in ascending order whatever other columns there are', () => {
    const text = 'fold,label,study_id,split\n2,0,b,validation\n2,,a,train\n1,1.0,a,validation\n1,0,b,train\n';
    expect(parseSplits(text)).to.deep.equal([
      { fold: 1, train: ['b'], validation: ['a'] },
      { fold: 2, train: ['a'], validation: ['b'] },
    ]);
  });

  it('does not mind a byte-order mark, quotes, CRLF or a float for a fold', () => {
    expect(parseSplits('\uFEFF"study_id","split","fold"\r\n"1","train",1.0\r\n')).to.deep.equal([
      { fold: 1, train: ['1'], validation: [] },
    ]);
  });

  it('writes what it reads', () => {
    const splits = [{ fold: 1, train: ['a', 'b "x", y'], validation: ['c'] }];
    expect(parseSplits(formatSplits(splits))).to.deep.equal(splits);
  });

  for (const [title, text, message] of [
    ['missing columns', 'study_id,fold\n1,1\n', /it has no column split/],
    ['no table', '', /no column study_id and no column split and no column fold/],
    ['rows of other lengths', 'study_id,split,fold\n1,train\n', /not a CSV table/],
    ['a split of another name', 'study_id,split,fold\n1,test,1\n', /:2: study 1 has the split "test"/],
    ['a fold 0', 'study_id,split,fold\n1,train,1\n2,train,0\n', /:3: study 2 has the fold "0"/],
    ['a row without a study', 'study_id,split,fold\n,train,1\n', /:2: a row has no study_id/],
    [
      'a study that a fold has seen and is graded by',
      'study_id,split,fold\n1,train,1\n1,validation,1\n',
      /:3: fold 1 would train on study 1 and be validated on it, so that its score would mean nothing;/,
    ],
    ['a study twice', 'study_id,split,fold\n1,train,1\n1,train,1\n', /:3: fold 1 has study 1 twice/],
  ] as const)
    it(`refuses ${title}`, () => {
      const error = refusal(text);
      expect(error.code).to.equal('SPLITS_INVALID');
      expect(error.at({ file: 'splits.csv' }).message).to.match(message);
    });

  it('names the file, and gives nothing where there is none', async () => {
    const path = folder.file('splits.csv', 'a\n1\n');
    expect((await caught(readSplits(path))).message).to.contain(path);
    expect(await readSplits(folder.path('absent.csv'))).to.equal(undefined);
  });
});
