import { expect } from 'chai';
import { addressOf } from '../../../src/dicomweb/http/address.ts';
import { isUid, requireUid } from '../../../src/dicomweb/uid.ts';
import { thrownBy } from '../../support/thrown-by.ts';

describe('the address of a DICOMweb server', () => {
  it('is the root of its services, without a slash at the end', () => {
    expect(addressOf('http://pacs:8042/dicom-web/').root).to.equal('http://pacs:8042/dicom-web');
    expect(addressOf('https://pacs.example').root).to.equal('https://pacs.example');
  });

  it('says whether others can listen', () => {
    expect(addressOf('https://pacs/x')).to.include({ isEncrypted: true, isLocal: false });
    expect(addressOf('http://localhost:8042/x')).to.include({ isEncrypted: false, isLocal: true });
    expect(addressOf('http://127.0.0.1.example/x').isLocal).to.equal(false);
  });

  it('is refused with credentials in it, without quoting them, or where it is no root', () => {
    for (const text of [
      'http://user:sesame@pacs/',
      'https://sesame@pacs/',
      'http://pacs/x?token=sesame',
      'ftp://pacs/sesame',
      'sesame',
      'http://pacs/#x',
    ]) {
      const error = thrownBy(() => addressOf(text));
      expect(error.code, text).to.equal('DICOMWEB_ADDRESS');
      expect(error.message).not.to.contain('sesame');
    }
  });
});

describe('a UID in an address', () => {
  it('has nothing but digits and dots', () => {
    expect(['1.2.840.10008.1.2', '2.25.329800735698586629295641978511506172918', '0', '1.02'].every(isUid)).to.equal(
      true,
    );
    const wrong = [
      '',
      '.',
      '..',
      '1..2',
      '1.',
      '../../studies',
      '1/2',
      '1%2e2',
      '1.2\r\nX: 1',
      '1.2\n',
      ' 1.2',
      '١.٢',
      `${'1.'.repeat(32)}12`,
    ];
    for (const text of wrong)
      expect(thrownBy(() => requireUid(text, 'StudyInstanceUID')).code, text).to.equal('DICOMWEB_UID');
    expect(isUid(undefined)).to.equal(false);
  });
});
