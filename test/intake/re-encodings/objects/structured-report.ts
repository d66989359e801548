import type { ReEncoding } from '../../re-encoding.ts';
import { addObject } from '../../study/objects.ts';

export const reEncoding: ReEncoding = {
  what: 'A structured report lies in the folder of the images.',
  expect: 'same',
  codes: ['FILES_NOT_IMAGES'],
  change: (study) => {
    addObject(study, 'SR_0001', {
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.11',
      Modality: 'SR',
      CompletionFlag: 'COMPLETE',
      VerificationFlag: 'UNVERIFIED',
      ValueType: 'CONTAINER',
      ContinuityOfContent: 'SEPARATE',
      ConceptNameCodeSequence: {
        CodeValue: '18748-4',
        CodingSchemeDesignator: 'LN',
        CodeMeaning: 'Diagnostic imaging report',
      },
      ContentSequence: {
        RelationshipType: 'CONTAINS',
        ValueType: 'TEXT',
        TextValue: 'narrow',
        ConceptNameCodeSequence: { CodeValue: '121071', CodingSchemeDesignator: 'DCM', CodeMeaning: 'Finding' },
      },
    });
  },
};
