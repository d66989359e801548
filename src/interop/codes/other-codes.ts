import { codesOf } from './code.ts';

/** Concepts of SNOMED CT that PS3.16 uses. */
export const SCT = codesOf('SCT', {
  stenosis: ['415582006', 'Stenosis', 'CID 3810'],
  findingSite: ['363698007', 'Finding Site', 'TID 1410, 1501'],
  laterality: ['272741003', 'Laterality', 'TID 1410, 1501'],
  topographicalModifier: ['106233006', 'Topographical modifier', 'TID 1410, 1501'],
  left: ['7771000', 'Left', 'CID 244'],
  right: ['24028007', 'Right', 'CID 244'],
  lumbarSpine: ['122496007', 'Lumbar spine', 'CID 4'],
  spinalCanal: ['61853006', 'Spinal canal structure', 'PS3.16, SNOMED concepts'],
  l1_l2: ['243920003', 'Level of L1/L2 intervertebral disc', 'CID 1003'],
  l2_l3: ['243921004', 'Level of L2/L3 intervertebral disc', 'CID 1003'],
  l3_l4: ['243922006', 'Level of L3/L4 intervertebral disc', 'CID 1003'],
  l4_l5: ['243923001', 'Level of L4/L5 intervertebral disc', 'CID 1003'],
  l5_s1: ['243927000', 'Level of L5/S1 intervertebral disc', 'CID 1003'],
  severity: ['246112005', 'Severity', 'PS3.16, SNOMED concepts'],
  moderate: ['6736007', 'Moderate', 'CID 3716'],
  severe: ['24484000', 'Severe', 'CID 3716'],
});

/** Concepts of LOINC. */
export const LN = codesOf('LN', {
  mri: ['25056-3', 'MRI unspecified body region', 'CID 100'],
});

/** Units. */
export const UCUM = codesOf('UCUM', {
  one: ['1', 'no units', 'CID 7181'],
});

/** Languages. */
export const RFC5646 = codesOf('RFC5646', {
  english: ['en-GB', 'English (GB)', 'CID 5000'],
});
