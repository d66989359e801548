import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { SpineError } from '../../../src/domain/spine-error.ts';
import { secondaryCaptures } from '../../../src/interop/index.ts';
import { describeWithTools, dicomErrors, dicomErrorsOfEach, runToolOnEach } from '../../support/dicom-tools.ts';
import { keptFolder } from '../../support/temporary-folder.ts';
import { examplePictures } from '../example-pictures.ts';
import { exampleResult } from '../example-result.ts';
import { itemsOf, readObject, textOf, valuesOf } from '../read-object.ts';

const COUNT = 100;

const capturesOf = (seed: number) => {
  const result = exampleResult(seed);
  const pictures = examplePictures(seed, result);
  return { result, pictures, captures: secondaryCaptures(result, pictures) };
};

/** A seed whose study has pictures. */
const SEED = 1;

const isBuffer = (value: unknown): value is ArrayBuffer => value instanceof ArrayBuffer;

describe('secondaryCaptures', function () {
  this.timeout(300_000);

  it('writes the pixels as they are, padded to an even length', () => {
    const picture = { ...examplePictures(SEED, exampleResult(SEED))[0]!, rows: 1, columns: 3 };
    const rgb = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const [capture] = secondaryCaptures(exampleResult(SEED), [{ ...picture, rgb }]);
    const [pixels] = valuesOf(readObject(capture!.bytes), '7FE00010');
    if (!isBuffer(pixels)) throw new Error('no pixels');
    expect([...new Uint8Array(pixels)]).to.deep.equal([...rgb, 0]);
  });

  it('refuses a picture whose bytes are not those of its size', () => {
    const picture = { ...examplePictures(SEED, exampleResult(SEED))[0]!, rows: 2, columns: 2, rgb: new Uint8Array(11) };
    expect(() => secondaryCaptures(exampleResult(SEED), [picture]))
      .to.throw(SpineError)
      .with.property('code', 'INTEROP_BAD_PICTURE');
  });

  it('names the image that each picture shows, and is for research only', () => {
    const { pictures, captures } = capturesOf(SEED);
    expect(captures.length).to.be.greaterThan(1);
    captures.forEach(({ bytes }, index) => {
      const object = readObject(bytes);
      const { image, seriesUid } = pictures[index]!;
      const [source] = itemsOf(object, '00082112');
      expect(source && textOf(source, '00081155')).to.equal(image.sopInstanceUid);
      expect(source && textOf(source, '00081160')).to.equal(image.frame === undefined ? '' : String(image.frame));
      const [series] = itemsOf(object, '00081115');
      expect(series && textOf(series, '0020000E')).to.equal(seriesUid);
      expect(textOf(object, '0008103E')).to.contain('research use only');
      expect(textOf(object, '00204000')).to.contain('research use only');
      expect(textOf(object, '00280301')).to.equal('NO');
      expect(textOf(object, '0020000D')).to.equal('2.25.7000');
    });
  });

  it('puts all pictures into one series, each with an instance UID that stays the same', () => {
    const [first, again] = [capturesOf(SEED).captures, capturesOf(SEED).captures];
    expect(new Set(first.map(({ bytes }) => textOf(readObject(bytes), '0020000E'))).size).to.equal(1);
    const uids = first.map(({ sopInstanceUid }) => sopInstanceUid);
    expect(new Set(uids).size).to.equal(first.length);
    expect(again.map(({ sopInstanceUid }) => sopInstanceUid)).to.deep.equal(uids);
  });

  describeWithTools('in other readers', ['dciodvfy', 'dcmdump'], () => {
    it(`dciodvfy finds no error and DCMTK reads them, in those of ${COUNT} pictures`, async () => {
      const folder = await keptFolder();
      const files: string[] = [];
      for (let seed = 0; files.length < COUNT; seed++) {
        for (const { bytes } of capturesOf(seed).captures) {
          const file = join(folder, `${seed}-${files.length}.dcm`);
          await writeFile(file, bytes);
          files.push(file);
        }
      }
      for (const [file, errors] of dicomErrorsOfEach(files)) expect(errors, file).to.deep.equal([]);
      for (const { file, status, lines } of runToolOnEach('dcmdump', ['-q'], files))
        expect(status, `${file}\n${lines.join('\n')}`).to.equal(0);
    });

    it('dciodvfy finds the error in one with an unknown term, so that it would find others', async () => {
      const file = join(await keptFolder(), 'broken.dcm');
      const bytes = Buffer.from(capturesOf(SEED).captures[0]!.bytes);
      bytes.write('XYZ', bytes.indexOf('RGB '));
      await writeFile(file, bytes);
      expect(dicomErrors(file)).to.not.deep.equal([]);
    });
  });
});
