import { createHash } from 'node:crypto';
import { DCM } from '../codes/index.ts';
import { makerIdentity } from '../derived-uids.ts';
import { MANUFACTURER } from '../dicom/common-modules.ts';
import type { StudyResult } from '../study-result.ts';
import { type Item, textValue } from './items.ts';

const parameter = (text: string): Item =>
  textValue({ relationship: 'HAS CONCEPT MOD', name: DCM.algorithmParameters }, text);

const nameAndVersion = ({ maker }: Pick<StudyResult, 'maker'>): readonly Item[] => [
  textValue({ relationship: 'HAS CONCEPT MOD', name: DCM.algorithmName }, `${MANUFACTURER} ${maker.pipeline}`),
  textValue({ relationship: 'HAS CONCEPT MOD', name: DCM.algorithmVersion }, maker.version),
];

/** Full identification of the algorithm (TID 4019): the pipeline and the weights of every network, each with its hash. */
export const algorithmIdentification = (result: Pick<StudyResult, 'maker'>): readonly Item[] => [
  ...nameAndVersion(result),
  parameter(`pipeline sha256:${result.maker.pipelineSha256}`),
  ...result.maker.models.flatMap(({ name, folds }) =>
    folds.map(({ fold, sha256 }) => parameter(`model ${name} fold ${fold} sha256:${sha256}`)),
  ),
];

/** Short identification for each location: one hash of software, pipeline and all weights. */
export const algorithmInShort = (result: Pick<StudyResult, 'maker'>): readonly Item[] => [
  ...nameAndVersion(result),
  parameter(`software, pipeline and models sha256:${createHash('sha256').update(makerIdentity(result)).digest('hex')}`),
];
