import { type Document, visit } from 'yaml';
import { suggestion } from '../../domain/text/nearest-name.ts';

/** Limits for aliases and the nodes that they expand to. */
export const MAX_ALIASES = 100;

export interface AliasComplaint {
  readonly offset: number;
  readonly message: string;
}

/** Reports aliases of undefined anchors, or of their own ancestors. */
export const aliasComplaints = (document: Document): readonly AliasComplaint[] => {
  const complaints: AliasComplaint[] = [];
  const anchors = new Set<string>();
  let aliases = 0;
  visit(document, {
    Node: (_, node) => {
      if ('anchor' in node && typeof node.anchor === 'string') anchors.add(node.anchor);
    },
    Alias: (_, node, parents) => {
      const offset = node.range?.[0] ?? 0;
      aliases++;
      if (aliases > MAX_ALIASES) {
        complaints.push({
          offset,
          message: `there are more than ${MAX_ALIASES} aliases; write out what they stand for`,
        });
        return visit.BREAK;
      }
      const target = node.resolve(document);
      if (target === undefined)
        complaints.push({
          offset,
          message: `the alias "*${node.source}" stands for nothing before it;${suggestion(node.source, [...anchors])}`,
        });
      else if (parents.includes(target))
        complaints.push({ offset, message: `the alias "*${node.source}" is a part of what it stands for` });
      return undefined;
    },
  });
  return complaints;
};
