import { Observable } from 'rxjs';

/** An operator and the study that it works on. */
export interface StepUnderWay {
  readonly operator: string;
  readonly studyId: string;
}

/** Runs what a step does, or, where no step is named, what follows one; it can record the step that an error comes from. */
export type WithinStep = <R>(step: StepUnderWay | undefined, work: () => R) => R;

/** The work of a step, begun within it; what it emits leaves it. By subscribing, for it is there that work begins. */
export const beganWithin = <T>(withinStep: WithinStep, step: StepUnderWay, work: Observable<T>): Observable<T> =>
  new Observable((subscriber) => {
    const outside = (emit: () => void) => withinStep(undefined, emit);
    return withinStep(step, () =>
      work.subscribe({
        next: (value) => outside(() => subscriber.next(value)),
        error: (error) => outside(() => subscriber.error(error)),
        complete: () => outside(() => subscriber.complete()),
      }),
    );
  });
