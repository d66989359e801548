const STORAGE = String.raw`1\.2\.840\.10008\.5\.1\.4\.1\.1\.`;

/** Enhanced MR Color Image and the other MR images of PS3.4 B.5. */
const MR_IMAGE = new RegExp(`^${STORAGE}4(\\.1|\\.3|\\.4)?$`);

/**
 * Classes of PS3.4 B.5 and PS3.10 whose objects have no pixels: MR spectroscopy, waveforms, presentation states, raw data,
 * registrations, fiducials, value mappings, surfaces, lens and refraction measurements, reports, documents, plans, protocols; DICOMDIR.
 */
const WITHOUT_PIXELS = new RegExp(
  `^${STORAGE}(4\\.2|9\\..*|11\\..*|66|66\\.[12356]|67|68\\..*|78\\..*|79\\.1|80\\.1|88\\..*|104\\..*|131|200\\..*|481\\.([3-9]|1\\d|2[0-2]))$|^1\\.2\\.840\\.10008\\.1\\.3\\.10$`,
);

export const isMrImageClass = (uid: string): boolean => MR_IMAGE.test(uid);

/** Whether objects of this class never have pixels; unknown for private classes. */
export const isClassWithoutPixels = (uid: string): boolean => WITHOUT_PIXELS.test(uid);
