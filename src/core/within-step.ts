import { Observable } from 'rxjs';

/** An operator and the study that it works on. */
export interface StepUnderWay {
  readonly operator: string;
  readonly studyId: string;
}

/** Runs the work of a step, or code downstream if no step is given; can record the step that an error comes from. */
export type WithinStep = <R>(step: StepUnderWay | undefined, work: () => R) => R;

/**
 * Starts the work of a step within its context; its emissions leave that context. Wraps subscription, since work starts
 * there.
 */
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
