import { expect } from 'chai';
import { momentOf, momentOfDateTime } from '../../../src/dicom/parse/date-time.ts';
import { isClassWithoutPixels, isMrImageClass } from '../../../src/dicom/parse/sop-classes.ts';
import { parseHeader } from '../../../src/dicom/parse-header.ts';
import { type DicomFixture, dicomFixture } from '../../support/dicom-fixture.ts';

const text = (ascii: string): Uint8Array => Uint8Array.from(ascii, (character) => character.charCodeAt(0));
const ESC = '\u001b';

/** The description as it is read, in a character set. */
const described = (bytes: Uint8Array, charset?: string): string | undefined => {
  const set: DicomFixture['set'] = {
    '00080005': charset === undefined ? undefined : ['CS', charset],
    '0008103E': ['LO', bytes],
  };
  return parseHeader(dicomFixture({ set })).seriesDescription;
};

describe('descriptions', () => {
  it('in UTF-8 have full-width letters read as plain ones', () => {
    expect(described(new TextEncoder().encode('ＳＡＧ　Ｔ２＊'), 'ISO_IR 192')).to.equal('SAG T2*');
  });

  it('in ISO 2022 are read with their escapes: Japanese, Korean, Chinese', () => {
    expect(described(text(`T2 ${ESC}$B9xDG${ESC}(B SAG`), '\\ISO 2022 IR 87')).to.equal('T2 腰椎 SAG');
    expect(described(text(`${ESC}$B#T#2${ESC}(B`), '\\ISO 2022 IR 87')).to.equal('T2');
    expect(described(text(`${ESC}$)C\xbf\xe4\xc3\xdf T2`), '\\ISO 2022 IR 149')).to.equal('요추 T2');
    expect(described(text(`${ESC}$)A\xd1\xfc\xd7\xb5 T2`), '\\ISO 2022 IR 58')).to.equal('腰椎 T2');
  });

  it('in GB18030 may have a backslash as the second byte of a character, which separates nothing', () => {
    expect(described(text('T2 \x81\x5c SAG'), 'GB18030')).to.equal('T2 乗 SAG');
  });

  it('in a Latin character set, or in one that is not declared, are read as such', () => {
    expect(described(text('r\xfccken T2'), 'ISO_IR 100')).to.equal('rücken T2');
    expect(described(text('kr\xeegos\xb3up'), 'ISO_IR 101')).to.equal('krîgosłup');
    expect(described(text('\xee\xfa\xf0\xe9T2'), 'ISO_IR 138')).to.equal('מתניT2');
    expect(described(text('r\xfccken T2'))).to.equal('rücken T2');
    expect(described(text('T2 \xff\xfe'), 'ISO_IR 192')).to.match(/^T2 /);
  });
});

describe('dates and times', () => {
  it('are text whose order is that of time', () => {
    const inOrder = [
      momentOf('20231231', '235959.999999'),
      momentOf('20240101', undefined),
      momentOf('20240101', '00'),
      momentOf('2024.01.01', '00:00:01'),
      momentOfDateTime('20240101000001.5+0900'),
      momentOf('20240101', '0001'),
      momentOf('20240101', '000100.1'),
      momentOfDateTime('20240101000100.11'),
      momentOfDateTime('202402'),
    ];
    expect(inOrder).to.deep.equal([
      '20231231235959.999999',
      '20240101000000.000000',
      '20240101000000.000000',
      '20240101000001.000000',
      '20240101000001.500000',
      '20240101000100.000000',
      '20240101000100.100000',
      '20240101000100.110000',
      '20240201000000.000000',
    ]);
  });

  it('are none without a date, and midnight with a time that is none', () => {
    expect(momentOf(undefined, '1015')).to.equal(undefined);
    expect(momentOf('2024', '1015')).to.equal(undefined);
    expect(momentOf('20240101', 'noon')).to.equal('20240101000000.000000');
    expect(momentOfDateTime('')).to.equal(undefined);
    expect(momentOfDateTime('yesterday')).to.equal(undefined);
  });

  it('of an acquisition are looked for in its own attributes, then in those of the image and the series', () => {
    const at = (set: DicomFixture['set'] = {}) => parseHeader(dicomFixture({ set })).acquiredAt;
    const series: DicomFixture['set'] = { '00080021': ['DA', '20240101'], '00080031': ['TM', '09'] };
    const content: DicomFixture['set'] = { ...series, '00080023': ['DA', '20240102'], '00080033': ['TM', '10'] };
    expect(at()).to.equal(undefined);
    expect(at(series)).to.equal('20240101090000.000000');
    expect(at(content)).to.equal('20240102100000.000000');
    expect(at({ ...content, '00080032': ['TM', '11'] })).to.equal('20240102110000.000000');
    expect(at({ ...content, '0008002A': ['DT', '20240103'] })).to.equal('20240103000000.000000');
    expect(at({ ...content, '00080022': ['DA', '20240104'], '00080032': ['TM', '11'] })).to.equal(
      '20240104110000.000000',
    );
  });
});

describe('SOP classes', () => {
  const storage = (id: string) => `1.2.840.10008.5.1.4.1.1.${id}`;

  it('of MR images need pixels', () => {
    for (const id of ['4', '4.1', '4.3', '4.4']) expect(isMrImageClass(storage(id)), id).to.equal(true);
    for (const id of ['4.2', '2', '40', '4.4.1']) expect(isMrImageClass(storage(id)), id).to.equal(false);
  });

  it('without pixels are known, and none with pixels is taken for one', () => {
    const without = '4.2 9.1.1 11.1 66 66.1 66.6 67 88.11 88.59 104.1 104.2 481.3 481.5';
    for (const id of without.split(' ')) expect(isClassWithoutPixels(storage(id)), id).to.equal(true);
    expect(isClassWithoutPixels('1.2.840.10008.1.3.10')).to.equal(true);
    const images = '1 2 2.1 4 4.1 4.3 4.4 6.1 7 7.2 7.3 12.1 20 30 66.4 77.1.6 128 481.1 481.2 481.23';
    for (const id of images.split(' ')) expect(isClassWithoutPixels(storage(id)), id).to.equal(false);
    expect(isClassWithoutPixels('1.3.46.670589.11.0.0.12.1')).to.equal(false);
  });
});
