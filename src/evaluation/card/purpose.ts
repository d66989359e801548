import type { DescribedRunFolder } from '../../models/describe-run-folder.ts';

/** Roles of networks, by kind. */
const ROLES: Readonly<Record<string, string>> = {
  keypoints: 'finds keypoints of the lumbar spine as peaks of heatmaps',
  spinal: 'grades spinal canal stenosis of a level',
  spinal_axial: 'grades spinal canal stenosis of a level from axial images',
  foraminal: 'grades neural foraminal narrowing of a level and side',
  subarticular: 'grades subarticular stenosis of a level and side',
  global: 'grades all five conditions of a level',
  study: 'grades all 25 locations of a study',
  level_2: 'combines the logits of several networks',
};

/** What the network does, in one sentence without a period. */
export const roleOf = ({ architecture }: Pick<DescribedRunFolder, 'architecture'>): string => {
  const { kind } = architecture;
  const role = typeof kind === 'string' ? ROLES[kind] : undefined;
  return `A network that ${role ?? `has the role "${String(kind)}"`} in MRI of the lumbar spine`;
};

export const INTENDED_USE =
  'Research on grading degenerative changes in MRI of the lumbar spine, as one network of a spinestream pipeline that prepares its input.';

export const EXCLUDED_USES: readonly string[] = [
  'Diagnosis, treatment or triage of patients. It is not a medical device, and no claim of clinical performance is made.',
  'Other body parts, other modalities, and images prepared in another way than by the recipe below.',
  'Scanners, protocols and patients unlike those of the training; spinestream warns of unusual images (STUDY_UNUSUAL), but cannot recognise every difference.',
];
