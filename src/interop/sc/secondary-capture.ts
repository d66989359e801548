import { DCM } from '../codes/index.ts';
import { resultUid } from '../derived-uids.ts';
import { type Attributes, elementsOf } from '../dicom/attributes.ts';
import { equipment, ownScheme, RESEARCH_ONLY } from '../dicom/common-modules.ts';
import { contentTime } from '../dicom/content-time.ts';
import { type DicomObject, dicomObject } from '../dicom/dicom-object.ts';
import { badPicture } from '../errors.ts';
import { codeItem } from '../sr/items.ts';
import type { ImageReference, StudyResult } from '../study-result.ts';

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';

const SERIES_NUMBER = '9902';
const CHANNELS = 3;

/** A rendered picture of a source image. It must not identify the patient. */
export interface KeyPicture {
  readonly rows: number;
  readonly columns: number;
  /** Row by row: red, green and blue, one byte each. */
  readonly rgb: Uint8Array;
  readonly seriesUid: string;
  readonly image: ImageReference;
  /** Directions of the picture's rows and columns in the patient: `P`, `F`; undefined if unknown. */
  readonly orientation: readonly [row: string, column: string] | undefined;
  /** Whether the image was lossily compressed. */
  readonly lossy: boolean;
}

/** The pixels, padded to an even number of bytes. @throws INTEROP_BAD_PICTURE */
const pixelData = ({ rows, columns, rgb }: KeyPicture): ArrayBuffer => {
  const length = rows * columns * CHANNELS;
  if (rgb.length !== length) throw badPicture(rgb.length, length);
  const padded = new Uint8Array(length + (length % 2));
  padded.set(rgb);
  return padded.buffer;
};

const referenceOf = ({ sopClassUid, sopInstanceUid, frame }: ImageReference): Attributes => ({
  ReferencedSOPClassUID: sopClassUid,
  ReferencedSOPInstanceUID: sopInstanceUid,
  ReferencedFrameNumber: frame === undefined ? undefined : String(frame),
});

/** Reference to the image shown. */
const origin = ({ image, seriesUid }: KeyPicture): Attributes => ({
  DerivationDescription: `Key image with keypoints and grades. ${RESEARCH_ONLY}`,
  SourceImageSequence: [
    {
      ...referenceOf(image),
      PurposeOfReferenceCodeSequence: [codeItem(DCM.sourceImage)],
      SpatialLocationsPreserved: 'NO',
    },
  ],
  ReferencedSeriesSequence: [
    {
      SeriesInstanceUID: seriesUid,
      ReferencedInstanceSequence: [
        { ReferencedSOPClassUID: image.sopClassUid, ReferencedSOPInstanceUID: image.sopInstanceUid },
      ],
    },
  ],
});

const pixels = (picture: KeyPicture): Attributes => ({
  SamplesPerPixel: CHANNELS,
  PhotometricInterpretation: 'RGB',
  PlanarConfiguration: 0,
  Rows: picture.rows,
  Columns: picture.columns,
  BitsAllocated: 8,
  BitsStored: 8,
  HighBit: 7,
  PixelRepresentation: 0,
  // The texts in the picture include neither patient nor date, which this attribute concerns (PS3.3 C.7.6.1.1).
  BurnedInAnnotation: 'NO',
  RecognizableVisualFeatures: 'NO',
  LossyImageCompression: picture.lossy ? '01' : '00',
  PixelData: pixelData(picture),
});

const captureOf = (result: StudyResult, picture: KeyPicture, index: number): DicomObject => {
  const { date, time } = contentTime(result);
  const own = elementsOf({
    SpecificCharacterSet: 'ISO_IR 192',
    Modality: 'OT',
    ConversionType: 'WSD',
    SeriesInstanceUID: resultUid(result, 'sc series'),
    SeriesNumber: SERIES_NUMBER,
    SeriesDescription: 'spinestream key images (for research use only)',
    BodyPartExamined: 'LSPINE',
    ...equipment(result),
    ...ownScheme,
    ImageType: ['DERIVED', 'SECONDARY'],
    InstanceNumber: String(index + 1),
    PatientOrientation: picture.orientation ?? [],
    ContentDate: date,
    ContentTime: time,
    ImageComments: RESEARCH_ONLY,
    ...origin(picture),
    ...pixels(picture),
  });
  return dicomObject(SECONDARY_CAPTURE, { ...result.source.elements, ...own });
};

/** Key images of a study as Secondary Capture images, in a series of their own. @throws INTEROP_BAD_PICTURE */
export const secondaryCaptures = (result: StudyResult, pictures: readonly KeyPicture[]): readonly DicomObject[] =>
  pictures.map((picture, index) => captureOf(result, picture, index));
