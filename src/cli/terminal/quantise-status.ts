import type { QuantiseEvent } from '../../quantisation/quantise-run-folder.ts';

/** What quantising is doing, for the status line. */
export const quantiseStatus = (event: QuantiseEvent): string => {
  switch (event.type) {
    case 'study':
      return `preparing study ${event.done} of ${event.of}`;
    case 'collected':
      return `${event.samples} inputs of ${event.studies} studies${event.failed > 0 ? `; ${event.failed} studies failed` : ''}`;
    case 'calibrating':
      return `fold ${event.fold}: observing activations, ${event.done} of ${event.of} inputs`;
    case 'ranking':
      return `fold ${event.fold}: ranking layers, ${event.done} of ${event.of}`;
    case 'tried':
      return `fold ${event.fold}: 99% within ${event.percentile99.toPrecision(3)} with ${event.float32Layers} layers in float32`;
    case 'timing':
      return `fold ${event.fold}: timing`;
    case 'waiting':
      return `fold ${event.fold}: waiting for another process, which has locked the run folder (run.lock)`;
  }
};
