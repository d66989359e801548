/** What read-reports.py finds in a report. */
export interface ReportAnswer {
  readonly groups: readonly {
    readonly location: string;
    readonly probabilities: readonly (number | null)[];
    readonly region: { readonly point: readonly number[]; readonly instance: string } | null;
    readonly millimetres: { readonly point: readonly number[] } | null;
    readonly side: string | null;
    readonly evaluations: readonly (readonly [string, string])[];
  }[];
}

const isAnswer = (answer: unknown): answer is ReportAnswer =>
  typeof answer === 'object' && answer !== null && 'groups' in answer && Array.isArray(answer.groups);

export const reportAnswer = (answer: unknown): ReportAnswer => {
  if (!isAnswer(answer)) throw new Error('no answer of read-reports.py');
  return answer;
};
