import { type Attributes, DataSet } from './data-set.ts';
import { encodeDataSet } from './encode.ts';
import { encodeFile, SYNTAXES } from './file.ts';
import type { Slice } from './slice.ts';
import type { Study } from './study.ts';
import { uid } from './uid.ts';

const MEDIA_STORAGE_DIRECTORY = '1.2.840.10008.1.3.10';
const EXPLICIT = { explicit: true, little: true };
const ITEM_HEADER = 8;

interface Entry {
  readonly attributes: Attributes;
  readonly below: readonly Entry[];
}

const imageEntry = ({ dataSet, path, syntax }: Slice): Entry => ({
  attributes: {
    DirectoryRecordType: 'IMAGE',
    ReferencedFileID: path.split('/'),
    ReferencedSOPClassUIDInFile: dataSet.get('SOPClassUID'),
    ReferencedSOPInstanceUIDInFile: dataSet.get('SOPInstanceUID'),
    ReferencedTransferSyntaxUIDInFile: SYNTAXES[syntax],
    InstanceNumber: dataSet.get('InstanceNumber'),
  },
  below: [],
});

const seriesEntry = (slices: readonly Slice[]): Entry => {
  const { dataSet } = slices[0]!;
  const attributes: Attributes = {
    DirectoryRecordType: 'SERIES',
    Modality: dataSet.get('Modality'),
    SeriesInstanceUID: dataSet.get('SeriesInstanceUID'),
    SeriesNumber: dataSet.get('SeriesNumber'),
  };
  return { attributes, below: slices.map(imageEntry) };
};

const patientEntry = (study: Study): Entry => {
  const { dataSet } = study.slices[0]!;
  const studyAttributes: Attributes = {
    DirectoryRecordType: 'STUDY',
    StudyDate: dataSet.get('StudyDate'),
    StudyTime: dataSet.get('StudyTime'),
    StudyID: dataSet.get('StudyID'),
    StudyInstanceUID: dataSet.get('StudyInstanceUID'),
    AccessionNumber: dataSet.get('AccessionNumber'),
  };
  const series = [...study.series().values()].map(seriesEntry);
  return {
    attributes: {
      DirectoryRecordType: 'PATIENT',
      PatientID: dataSet.get('PatientID'),
      PatientName: dataSet.get('PatientName'),
    },
    below: [{ attributes: studyAttributes, below: series }],
  };
};

interface Record {
  readonly item: DataSet;
  readonly next: number | undefined;
  readonly lower: number | undefined;
}

/** Records in the order in which they are written, with the places of others that they point at. */
const recordsOf = (entries: readonly Entry[]): readonly Record[] => {
  const records: Record[] = [];
  const add = (siblings: readonly Entry[]): void => {
    for (const [index, { attributes, below }] of siblings.entries()) {
      const item = DataSet.of({
        OffsetOfTheNextDirectoryRecord: 0,
        RecordInUseFlag: 0xffff,
        OffsetOfReferencedLowerLevelDirectoryEntity: 0,
        ...attributes,
      });
      const place = records.length;
      records.push({ item, next: undefined, lower: undefined });
      add(below);
      const next = index + 1 < siblings.length ? records.length : undefined;
      records[place] = { item, next, lower: below.length > 0 ? place + 1 : undefined };
    }
  };
  add(entries);
  return records;
};

const directoryOf = (items: readonly DataSet[], first: number): DataSet =>
  DataSet.of({
    SOPClassUID: MEDIA_STORAGE_DIRECTORY,
    SOPInstanceUID: uid('disc'),
    FileSetID: 'DISC',
    OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity: first,
    OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity: first,
    FileSetConsistencyFlag: 0,
    DirectoryRecordSequence: items,
  });

/** The directory of a disc (PS3.3 F): patient, study, series and images, chained by offsets in the file. */
export const dicomDir = (study: Study): Uint8Array => {
  const records = recordsOf([patientEntry(study)]);
  const items = records.map(({ item }) => item);
  const lengths = items.map((item) => ITEM_HEADER + encodeDataSet(item, EXPLICIT).length);
  const start = writable(directoryOf(items, 0)).length - lengths.reduce((sum, length) => sum + length, 0);
  const offsetOf = (place: number | undefined): number =>
    place === undefined ? 0 : lengths.slice(0, place).reduce((sum, length) => sum + length, start);
  for (const { item, next, lower } of records)
    item.set({
      OffsetOfTheNextDirectoryRecord: offsetOf(next),
      OffsetOfReferencedLowerLevelDirectoryEntity: offsetOf(lower),
    });
  return writable(directoryOf(items, start));
};

/** A directory has its class and instance in the meta information alone. */
const writable = (directory: DataSet): Uint8Array => {
  const { elements } = directory;
  const bare = new DataSet();
  for (const [tag, element] of elements) if (!tag.startsWith('0008')) bare.put(tag, element);
  return encodeFile(bare, 'explicit', directory);
};
