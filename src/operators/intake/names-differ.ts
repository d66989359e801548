import type { Patients } from '../../dicom/index.ts';
import type { Warning } from '../../domain/study.ts';

/** Names change and have several spellings; a larger difference may be another patient with the same number. */
export const namesDiffer = ({ count, names }: Patients): readonly Warning[] =>
  count !== 1 || names <= 1
    ? []
    : [
        {
          code: 'PATIENT_NAMES_DIFFER',
          message: `images of one PatientID have ${names} different PatientNames; check that they are of one person before you use the grades`,
        },
      ];
