import { type Attributes, DataSet } from './data-set.ts';
import type { Keyword } from './dictionary.ts';
import { encodeFile } from './file.ts';
import type { Study } from './study.ts';
import { uid } from './uid.ts';

const INHERITED: readonly Keyword[] = [
  'PatientName',
  'PatientID',
  'PatientBirthDate',
  'PatientSex',
  'StudyInstanceUID',
  'StudyDate',
  'StudyTime',
  'StudyID',
  'AccessionNumber',
  'ReferringPhysicianName',
  'BodyPartExamined',
  'SeriesNumber',
  'Manufacturer',
];

/** Puts an object of the patient and study, but of a series of its own, into the folder of the Sagittal T2 series. */
export const addObject = (study: Study, name: string, attributes: Attributes): DataSet => {
  const first = study.of('t2')[0]!;
  const instance = uid(first.dataSet.text('StudyInstanceUID'), name);
  const object = DataSet.of({
    SOPInstanceUID: instance,
    SeriesInstanceUID: uid(instance),
    InstanceNumber: '999',
    ContentDate: '20240315',
    ContentTime: '110000',
    ...Object.fromEntries(INHERITED.map((keyword) => [keyword, first.dataSet.get(keyword)])),
    ...attributes,
  });
  study.files.set(`${first.folder}/${name}.dcm`, encodeFile(object));
  return object;
};
