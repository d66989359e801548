import { expect } from 'chai';
import { copiedAttributes } from '../../../src/dicom/index.ts';
import { SpineError } from '../../../src/domain/spine-error.ts';
import { sourceAttributes } from '../../../src/interop/source/source-attributes.ts';
import { structuredReport } from '../../../src/interop/sr/structured-report.ts';
import type { FixtureSyntax } from '../../support/dicom-fixture.ts';
import { dicomFixture } from '../../support/dicom-fixture.ts';
import { exampleResult, sourceImage } from '../example-result.ts';
import { readObject, textOf } from '../read-object.ts';

const attributesOf = (image: Uint8Array) => sourceAttributes(copiedAttributes(image));

describe('sourceAttributes', () => {
  it('reads patient and study of an image', () => {
    const { studyUid, values } = attributesOf(sourceImage());
    expect(studyUid).to.equal('2.25.7000');
    expect(values.get('PatientName')).to.deep.equal(['Example^Patient']);
    expect(values.get('PatientID')).to.deep.equal(['ID-1']);
    expect(values.get('AccessionNumber')).to.deep.equal(['ACC-1']);
    expect(values.get('StudyDate')).to.deep.equal(['20260102']);
  });

  for (const syntax of ['implicit', 'big-endian', 'deflated', 'rle'] satisfies readonly FixtureSyntax[])
    it(`reads them in ${syntax} encoding`, () => {
      const set = { '00100020': ['LO', 'ID-2'], '0020000D': ['UI', '2.25.5'] } as const;
      expect(attributesOf(dicomFixture({ syntax, set })).values.get('PatientID')).to.deep.equal(['ID-2']);
    });

  it('has attributes that objects must have, empty where the image lacks them', () => {
    const { elements, values } = attributesOf(
      dicomFixture({ set: { '0020000D': ['UI', '2.25.5'], '00100010': undefined } }),
    );
    expect(values.has('PatientName')).to.equal(false);
    expect(elements['00100010']).to.deep.equal({ vr: 'PN', Value: [] });
    expect(elements['00080050']).to.deep.equal({ vr: 'SH', Value: [] });
  });

  it('leaves out values that do not fit their representation, which could not be written', () => {
    const source = sourceImage({
      '00080020': ['DA', '2026.01.02'],
      '00101030': ['DS', 'heavy'],
      '00101010': ['AS', '60'],
    });
    const { values } = attributesOf(source);
    for (const keyword of ['StudyDate', 'PatientWeight', 'PatientAge'])
      expect(values.has(keyword), keyword).to.equal(false);
    expect(structuredReport(exampleResult(1, source)).bytes.length).to.be.greaterThan(1000);
  });

  it('keeps a number of the patient that is longer than the standard allows', () => {
    const long = '1'.repeat(80);
    const source = sourceImage({ '00100020': ['LO', long] });
    expect(textOf(readObject(structuredReport(exampleResult(1, source)).bytes), '00100020')).to.equal(long);
  });

  it('gives a method of de-identification where the image only says that there was one', () => {
    const { elements } = attributesOf(sourceImage({ '00120062': ['CS', 'YES'] }));
    expect(elements['00120063']).to.deep.equal({ vr: 'LO', Value: ['not stated by the source image'] });
    const stated = { '00120062': ['CS', 'YES'], '00120063': ['LO', 'Basic Profile'] } as const;
    expect(attributesOf(sourceImage(stated)).elements['00120063']).to.deep.equal({
      vr: 'LO',
      Value: ['Basic Profile'],
    });
  });

  it('writes names of other character sets as UTF-8', () => {
    const written = Uint8Array.from('Buc^J\xe9r\xf4me ', (character) => character.charCodeAt(0));
    const source = sourceImage({ '00080005': ['CS', 'ISO_IR 100'], '00100010': ['PN', written] });
    const { bytes } = structuredReport(exampleResult(1, source));
    expect(Buffer.from(bytes).includes('Buc^Jérôme')).to.equal(true);
    expect(textOf(readObject(bytes), '00080005')).to.equal('ISO_IR 192');
  });

  it('refuses an image without StudyInstanceUID', () => {
    expect(() => attributesOf(dicomFixture()))
      .to.throw(SpineError)
      .with.property('code', 'INTEROP_SOURCE_INCOMPLETE');
  });
});
