import dcmjs from 'dcmjs';

interface Planted {
  readonly vr: string;
  readonly value: string;
  /** Part of the value that cannot occur by chance. */
  readonly sought: string;
}

const planted = (vr: string, value: string, sought = value): Planted => ({ vr, value, sought });

/** Attributes that identify a patient, or texts in which people write names; each with a value of its own. */
export const PLANTED: Readonly<Record<string, Planted>> = {
  '00080050': planted('SH', 'ACCPLANT99'), // AccessionNumber
  '00080080': planted('LO', 'Plantclinic North'), // InstitutionName
  '00080081': planted('ST', 'Plantstreet 5'), // InstitutionAddress
  '00080090': planted('PN', 'Refplant^Dora', 'Refplant'), // ReferringPhysicianName
  '00081010': planted('SH', 'STATIONPLANT'), // StationName
  '00081030': planted('LO', 'Studyplant of Nominata'), // StudyDescription
  '0008103E': planted('LO', 'Seriesplant'), // SeriesDescription
  '00081040': planted('LO', 'Wardplant'), // InstitutionalDepartmentName
  '00081050': planted('PN', 'Performplant^Emil', 'Performplant'), // PerformingPhysicianName
  '00081070': planted('PN', 'Operatorplant^Fritz', 'Operatorplant'), // OperatorsName
  '00100010': planted('PN', 'Nameplant^Nominata', 'Nameplant'), // PatientName
  '00100020': planted('LO', 'IDPLANT4711'), // PatientID
  '00100030': planted('DA', '19231107'), // PatientBirthDate
  '00101000': planted('LO', 'OTHERIDPLANT'), // OtherPatientIDs
  '00101040': planted('LO', 'Homeplant 7'), // PatientAddress
  '00104000': planted('LT', 'Commentplant'), // PatientComments
  '00181000': planted('LO', 'SERIALPLANT'), // DeviceSerialNumber
  '00181030': planted('LO', 'Protocolplant'), // ProtocolName
  '00200010': planted('SH', 'STUDYIDPLANT'), // StudyID
  '00204000': planted('LT', 'Imagecommentplant'), // ImageComments
};

/** In names of files, as a PACS exports them. */
export const PLANTED_FILE_NAME = 'Fileplant_Nominata';

/** Everything to look for, in lower case, by what it is. */
export const SOUGHT: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(PLANTED).map(([tag, { sought }]) => [tag, sought.toLowerCase()])),
  given: 'nominata',
  file: PLANTED_FILE_NAME.toLowerCase(),
};

/** The image with planted identifiers; `name` takes the place of the patient's name and number. */
export const withIdentifiers = (file: Uint8Array, patient = ''): Uint8Array => {
  const read = dcmjs.data.DicomMessage.readFile(new Uint8Array(file).buffer);
  const added = Object.entries(PLANTED).map(([tag, { vr, value }]) => {
    const own = tag === '00100020' || tag === '00100010' ? `${value}${patient}` : value;
    const described = tag === '0008103E' ? `${String(read.dict[tag]?.Value[0])} Seriesplant` : own;
    return [tag, { vr, Value: [vr === 'PN' ? { Alphabetic: own } : described] }];
  });
  read.dict = { ...read.dict, ...Object.fromEntries(added) };
  return new Uint8Array(read.write());
};
