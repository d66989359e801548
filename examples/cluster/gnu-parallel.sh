#!/bin/bash
# GNU parallel over the hosts of a file that all see the same folders, one shard for each call; then a merge.
#   ./gnu-parallel.sh hosts.txt
set -euo pipefail
HOSTS=${1:?a file with a host a line}
DATA=${DATA:-/shared/data}
MODELS=${MODELS:-/shared/models}
OUT=${OUT:-/shared/results}
SHARDS=${SHARDS:-8}

# {#} is the number of the call, from 1, which parallel also puts into PARALLEL_SEQ.
seq "$SHARDS" | parallel --sshloginfile "$HOSTS" --jobs 1 --retries 3 --joblog "$OUT/joblog" \
  "out=$OUT/shard-{#}; rm -f \$out/run.lock; [ -f \$out/journal.jsonl ] && resume=--resume || resume=;
   spinestream run two-stage --studies $DATA --models $MODELS --out \$out --shard env/$SHARDS \$resume"
spinestream merge $(seq -f "$OUT/shard-%g" "$SHARDS") --out "$OUT/whole"
