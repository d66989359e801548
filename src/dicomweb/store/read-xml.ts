import { SaxesParser } from 'saxes';
import type { DicomJson, JsonAttribute } from '../../dicom/index.ts';
import type { Where } from '../../domain/spine-error.ts';
import { brokenXml } from '../errors.ts';

interface Attribute {
  readonly tag: string;
  readonly vr: string;
  readonly values: unknown[];
}
interface DataSet {
  readonly attributes: Record<string, JsonAttribute>;
}

/** Maximum depth; no response nests deeper than a sequence in a sequence. */
const DEEPEST = 16;

/**
 * Converts a data set from the Native DICOM Model (PS3.19 A.1), which older servers return, to DICOM JSON: attributes, values and items.
 * @throws DICOMWEB_XML_BROKEN
 */
export const dataSetOfXml = (text: string, where: Where): DicomJson => {
  const parser = new SaxesParser({ xmlns: true });
  const root: DataSet = { attributes: {} };
  const dataSets: DataSet[] = [];
  const open: Attribute[] = [];
  let value = '';
  parser.on('error', () => {
    throw brokenXml('it is not well-formed', where); // without the parser's message, which quotes the text
  });
  parser.on('doctype', () => {
    throw brokenXml('it has a document type', where);
  });
  parser.on('opentag', ({ local, attributes }) => {
    const named = (name: string): string => attributes[name]?.value ?? '';
    if (dataSets.length + open.length > DEEPEST) throw brokenXml('it is nested too deep', where);
    if (local === 'NativeDicomModel') dataSets.push(root);
    else if (local === 'Item') {
      const item: DataSet = { attributes: {} };
      open.at(-1)?.values.push(item.attributes);
      dataSets.push(item);
    } else if (local === 'DicomAttribute') open.push({ tag: named('tag').toUpperCase(), vr: named('vr'), values: [] });
    value = '';
  });
  parser.on('text', (piece) => {
    value += piece;
  });
  parser.on('closetag', ({ local }) => {
    if (local === 'Item') dataSets.pop();
    if (local === 'Value') open.at(-1)?.values.push(value.trim());
    if (local !== 'DicomAttribute') return;
    const attribute = open.pop();
    const into = dataSets.at(-1);
    if (attribute !== undefined && into !== undefined)
      into.attributes[attribute.tag] = { vr: attribute.vr, Value: attribute.values };
  });
  parser.write(text).close();
  if (!/NativeDicomModel/.test(text)) throw brokenXml('it is no Native DICOM Model', where);
  return root.attributes;
};
