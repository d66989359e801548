#!/usr/bin/env bash
# Installs pydicom and highdicom, which tests read DICOM results with, in an environment of their own. The product does not need them.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=node_modules/.cache/dicom-python
[ -x "$folder/bin/python" ] || python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check pydicom==3.0.2 highdicom==0.28.2
"$folder/bin/python" -c 'import highdicom, pydicom; print("pydicom", pydicom.__version__, "highdicom", highdicom.__version__)'
