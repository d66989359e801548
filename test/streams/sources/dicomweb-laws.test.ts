import { expect } from 'chai';
import { checkPlugin } from '../../../src/core/conformance/index.ts';
import { exampleSliceBytes } from '../../../src/core/examples/index.ts';
import { dicomweb } from '../../../src/streams/sources/dicomweb.ts';
import { describeOrthanc, type Orthanc, putFiles, startOrthanc } from '../../support/orthanc.ts';

describeOrthanc('the source dicomweb', function () {
  this.timeout(120_000);
  let orthanc: Orthanc;
  before(async () => {
    orthanc = await startOrthanc();
  });
  after(() => orthanc.stop());

  /** Two example studies of two series. */
  const stored = async (): Promise<void> => {
    for (const study of ['1', '2'])
      for (const series of ['11', '13'])
        await putFiles(
          orthanc,
          [1, 2, 3, 4, 5].map((number) => exampleSliceBytes(series, number, study)),
        );
  };

  it('keeps every law of sources', async () => {
    const example = { options: { url: orthanc.dicomWeb }, fill: stored };
    const results = await checkPlugin({ ...dicomweb, example }, { timeoutMs: 30_000 });
    expect(results.filter(({ outcome }) => outcome !== 'kept')).to.deep.equal([]);
  });
});
