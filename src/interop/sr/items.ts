import type { PointPx } from '../../domain/turn.ts';
import type { Code } from '../codes/index.ts';
import type { Attributes } from '../dicom/attributes.ts';
import { decimalString } from '../dicom/numbers.ts';
import type { ImageReference } from '../study-result.ts';

type Relationship =
  | 'CONTAINS'
  | 'HAS OBS CONTEXT'
  | 'HAS ACQ CONTEXT'
  | 'HAS CONCEPT MOD'
  | 'INFERRED FROM'
  | 'SELECTED FROM';

/** A content item of a report, as attributes of its data set. */
export type Item = Attributes;

const MAX_SHORT_CODE = 16;

/** A code as an item of a code sequence. */
export const codeItem = ({ value, scheme, meaning }: Code): Attributes => ({
  ...(value.length > MAX_SHORT_CODE ? { LongCodeValue: value } : { CodeValue: value }),
  CodingSchemeDesignator: scheme,
  CodeMeaning: meaning,
});

interface Head {
  readonly relationship: Relationship;
  readonly name?: Code;
  readonly children?: readonly Item[];
}

const item = (valueType: string, { relationship, name, children = [] }: Head, value: Attributes): Item => ({
  RelationshipType: relationship,
  ValueType: valueType,
  ConceptNameCodeSequence: name && [codeItem(name)],
  ...value,
  ContentSequence: children.length === 0 ? undefined : children,
});

/** @param template template number in PS3.16, if the item begins one */
export const container = (head: Head, template?: string): Item =>
  item('CONTAINER', head, { ContinuityOfContent: 'SEPARATE', ...(template && templateOf(template)) });

export const templateOf = (template: string): Attributes => ({
  ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: template }],
});

export const codeValue = (head: Head, value: Code): Item =>
  item('CODE', head, { ConceptCodeSequence: [codeItem(value)] });

export const textValue = (head: Head, value: string): Item => item('TEXT', head, { TextValue: value });

export const uidValue = (head: Head, value: string): Item => item('UIDREF', head, { UID: value });

export const numberValue = (head: Head, value: number, unit: Code): Item =>
  item('NUM', head, {
    MeasuredValueSequence: [
      {
        NumericValue: decimalString(value),
        FloatingPointValue: value,
        MeasurementUnitsCodeSequence: [codeItem(unit)],
      },
    ],
  });

export const imageValue = (head: Head, { sopClassUid, sopInstanceUid, frame }: ImageReference): Item =>
  item('IMAGE', head, {
    ReferencedSOPSequence: [
      {
        ReferencedSOPClassUID: sopClassUid,
        ReferencedSOPInstanceUID: sopInstanceUid,
        ReferencedFrameNumber: frame === undefined ? undefined : String(frame),
      },
    ],
  });

/**
 * Converts a point to DICOM's spatial coordinates, in which the outer corner of the upper left pixel is (0, 0) and its centre (0.5, 0.5) (PS3.3
 * C.18.6.1.1); this product counts from the centre.
 */
export const spatialCoordinates = ({ xPx, yPx }: PointPx): readonly [column: number, row: number] => [
  xPx + 0.5,
  yPx + 0.5,
];

/** A point on an image, which its children select. */
export const pointOnImage = (head: Head, point: PointPx): Item =>
  item('SCOORD', head, { GraphicType: 'POINT', GraphicData: spatialCoordinates(point) });

/** A point in the patient, in mm. */
export const pointInSpace = (head: Head, point: readonly number[], frameOfReferenceUid: string): Item =>
  item('SCOORD3D', head, {
    GraphicType: 'POINT',
    GraphicData: point,
    ReferencedFrameOfReferenceUID: frameOfReferenceUid,
  });
