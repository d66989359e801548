import type { Difference, QuantisedNetwork, Speed } from '../../models/quantise/quantisation-record.ts';
import type { Limits } from '../../quantisation/network-options.ts';

const NAME_WIDTH = 22;
const line = (name: string, ...values: readonly string[]): string =>
  `  ${name.padEnd(NAME_WIDTH)}${values.map((value) => value.padStart(12)).join('')}\n`;

const ms = (value: number): string => `${value.toFixed(1)} ms`;

const speedLines = ({ float32Ms, int8Ms, float32CpuMs, int8CpuMs, rows, threads }: Speed): string =>
  line('', 'float32', 'int8') +
  line(`time, ${rows} rows`, ms(float32Ms), ms(int8Ms)) +
  line(`CPU time, ${threads} threads`, ms(float32CpuMs), ms(int8CpuMs));

const differenceLines = (
  { unit, values, median, percentile99, greatest, logLoss }: Difference,
  limits: Limits,
): string => {
  const limit = unit === 'mm' ? limits.maxPeakShiftMm : limits.maxProbabilityChange;
  const figure = (value: number): string => (unit === 'mm' ? `${value.toFixed(2)} mm` : value.toFixed(4));
  const what = unit === 'mm' ? 'peaks moved' : 'probabilities changed';
  return (
    `  ${values} ${what}: median ${figure(median)}, 99% within ${figure(percentile99)} (limit ${figure(limit)}), at most ${figure(greatest)}\n` +
    (logLoss === undefined ? '' : line('weighted log loss', logLoss.float32.toFixed(4), logLoss.int8.toFixed(4)))
  );
};

/** The figures of one network and the decision, as lines of text. */
export const quantisationTable = (network: QuantisedNetwork, limits: Limits): string => {
  const { fold, weights, studies, method, layers, float32Layers, speed, difference, decision, reason, file } = network;
  const kept = float32Layers.length === 0 ? '' : `, ${float32Layers.length} kept in float32`;
  return (
    `fold ${fold} ${weights}: ${layers} layers${kept}; ${studies} studies, ${method}\n` +
    speedLines(speed) +
    differenceLines(difference, limits) +
    (decision === 'int8'
      ? `  int8 is kept, ${speed.speedup.toFixed(2)} times faster: ${file?.name}\n`
      : `  float32 is kept: ${reason}\n`)
  );
};
