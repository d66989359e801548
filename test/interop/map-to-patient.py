"""Maps image coordinates (SCOORD) to the patient with highdicom: one JSON line a point."""

import json
import sys

import numpy as np
from highdicom.spatial import ImageToReferenceTransformer

for line in sys.stdin:
    case = json.loads(line)
    transformer = ImageToReferenceTransformer(
        image_position=case["position"],
        image_orientation=case["orientation"],
        pixel_spacing=case["spacing"],
    )
    print(json.dumps(transformer(np.array([case["point"]]))[0].tolist()))
