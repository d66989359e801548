import type { Condition, Level, Side } from '../../domain/vocabulary.ts';
import type { Code } from './code.ts';
import { SCT } from './other-codes.ts';
import { OWN } from './own-codes.ts';

/** The narrowed structure at a location, its side, and the observation. */
export interface ConditionCodes {
  readonly site: Code;
  readonly side: Side | undefined;
  readonly observation: Code;
}

export const CONDITION_CODES: Readonly<Record<Condition, ConditionCodes>> = {
  spinal_canal_stenosis: { site: SCT.spinalCanal, side: undefined, observation: OWN.spinalCanalStenosis },
  left_neural_foraminal_narrowing: { site: OWN.neuralForamen, side: 'left', observation: OWN.leftForaminal },
  right_neural_foraminal_narrowing: { site: OWN.neuralForamen, side: 'right', observation: OWN.rightForaminal },
  left_subarticular_stenosis: { site: OWN.subarticularZone, side: 'left', observation: OWN.leftSubarticular },
  right_subarticular_stenosis: { site: OWN.subarticularZone, side: 'right', observation: OWN.rightSubarticular },
};

export const levelCode = (level: Level): Code => SCT[level];

export const sideCode = (side: Side): Code => SCT[side];

/** Severities in label order, each with the name of its probability. */
export const SEVERITY_CODES: readonly { readonly severity: Code; readonly probability: Code }[] = [
  { severity: OWN.normalMild, probability: OWN.probabilityNormalMild },
  { severity: SCT.moderate, probability: OWN.probabilityModerate },
  { severity: SCT.severe, probability: OWN.probabilitySevere },
];
