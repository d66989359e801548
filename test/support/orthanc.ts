import { hasOrthanc } from './orthanc-process.ts';

export { emptyOrthanc, type Orthanc, type OrthancOptions, putFile, putFiles, startOrthanc } from './orthanc-process.ts';

/** A `describe` that is pending, with one line saying why, where Orthanc and its DICOMweb plugin are not installed. */
export const describeOrthanc = (title: string, body: (this: Mocha.Suite) => void): void => {
  if (hasOrthanc()) describe(title, body);
  else describe(title, () => it('pending: orthanc and orthanc-dicomweb are not installed'));
};
