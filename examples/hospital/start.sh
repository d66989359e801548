#!/usr/bin/env bash
# A node in a hospital on one machine, from Debian's packages: Orthanc takes studies by DIMSE (C-STORE), sends them to spinestream, and gets
# structured reports and key images back. For research only; not a medical device.
#
#   apt-get install orthanc orthanc-dicomweb dcmtk curl jq
#   examples/hospital/start.sh <folder for all data> [options of spinestream serve]
#
# Then send a study:  storescu -aec ORTHANC +sd +r 127.0.0.1 4242 <folder of a study>
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
data=$(mkdir -p "${1:?a folder for all data}" && cd "$1" && pwd)
shift
orthanc_http=${ORTHANC_HTTP_PORT:-8043}
orthanc_dicom=${ORTHANC_DICOM_PORT:-4242}
port=${SPINESTREAM_PORT:-8080}
program=$(command -v Orthanc || echo /usr/sbin/Orthanc)
plugin=/usr/share/orthanc/plugins/libOrthancDicomWeb.so
[ -x "$program" ] && [ -e "$plugin" ] || { echo 'expected the Debian packages orthanc and orthanc-dicomweb' >&2; exit 2; }

mkdir -p "$data/orthanc"
cat > "$data/orthanc.json" <<JSON
{
  "Name": "hospital",
  "StorageDirectory": "$data/orthanc",
  "IndexDirectory": "$data/orthanc",
  "HttpPort": $orthanc_http,
  "RemoteAccessAllowed": false,
  "DicomPort": $orthanc_dicom,
  "DicomAet": "ORTHANC",
  "DicomCheckCalledAet": false,
  "DicomAlwaysAllowStore": true,
  "StableAge": ${STABLE_AGE:-30},
  "SaveJobs": true,
  "LuaScripts": ["$here/forward.lua"],
  "Plugins": ["$plugin"],
  "DicomWeb": {
    "Enable": true,
    "Root": "/dicom-web/",
    "Servers": { "spinestream": { "Url": "http://127.0.0.1:$port/", "ChunkedTransfers": true } }
  }
}
JSON

"$program" "$data/orthanc.json" --logfile="$data/orthanc.log" &
orthanc=$!

# Orthanc tries a job once. What it could not send while spinestream was away is sent again.
resend() {
  while sleep "${RESEND_S:-10}"; do
    curl -fs "http://127.0.0.1:$orthanc_http/jobs?expand" |
      jq -r '.[] | select(.Type == "DicomWebStowClient" and .State == "Failure") | .ID' |
      while read -r job; do curl -fs -X POST -d '' "http://127.0.0.1:$orthanc_http/jobs/$job/resubmit" > /dev/null; done || true
  done
}
resend &
resending=$!
trap 'kill "$resending" "$orthanc" 2> /dev/null || true; wait "$orthanc" 2> /dev/null || true' EXIT
trap ':' INT TERM # spinestream hears them itself, finishes the studies in progress, and then this script ends

node "$root/dist/cli/main.js" serve hospital \
  --models "${MODELS:-$root/weights/nano}" --out "$data/results" --port "$port" \
  --set "pacs=http://127.0.0.1:$orthanc_http/dicom-web" "$@" &
service=$!
forward() { kill -TERM "$service" 2> /dev/null || true; }
trap forward TERM
while kill -0 "$service" 2> /dev/null; do wait "$service" || true; done
