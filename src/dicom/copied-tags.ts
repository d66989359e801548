import { type DicomTag, tagOf } from './tags.ts';

/** A patient or study attribute that is copied to results, with its value representation. */
export interface CopiedTag extends DicomTag {
  readonly vr: 'AS' | 'CS' | 'DA' | 'DS' | 'LO' | 'PN' | 'SH' | 'TM' | 'UI';
}

const copied = (vr: CopiedTag['vr'], keyword: string, place: string): CopiedTag => ({ ...tagOf(keyword, place), vr });

/**
 * Attributes that file a result with its source study. Their values only pass from one DICOM object to another, never to messages, logs or tables.
 */
export const COPIED_TAGS: readonly CopiedTag[] = [
  copied('DA', 'StudyDate', '0008,0020'),
  copied('TM', 'StudyTime', '0008,0030'),
  copied('SH', 'AccessionNumber', '0008,0050'),
  copied('PN', 'ReferringPhysicianName', '0008,0090'),
  copied('SH', 'TimezoneOffsetFromUTC', '0008,0201'),
  copied('LO', 'StudyDescription', '0008,1030'),
  copied('PN', 'PatientName', '0010,0010'),
  copied('LO', 'PatientID', '0010,0020'),
  copied('LO', 'IssuerOfPatientID', '0010,0021'),
  copied('DA', 'PatientBirthDate', '0010,0030'),
  copied('TM', 'PatientBirthTime', '0010,0032'),
  copied('CS', 'PatientSex', '0010,0040'),
  copied('AS', 'PatientAge', '0010,1010'),
  copied('DS', 'PatientSize', '0010,1020'),
  copied('DS', 'PatientWeight', '0010,1030'),
  copied('CS', 'PatientIdentityRemoved', '0012,0062'),
  copied('LO', 'DeidentificationMethod', '0012,0063'),
  copied('UI', 'StudyInstanceUID', '0020,000D'),
  copied('SH', 'StudyID', '0020,0010'),
];
