#!/bin/bash
# A Slurm array: 8 shards, each a run with a folder of its own; then one merge. Submit with
#   job=$(sbatch --parsable slurm.sh) && sbatch --dependency=afterok:$job --array=0 --export=ALL,MERGE=1 slurm.sh
# The array counts from 0, and --shard env/8 says of how many: a task that failed is submitted again alone, as
#   sbatch --array=5 slurm.sh
# and continues where it ended.
#SBATCH --job-name=spinestream
#SBATCH --array=0-7
#SBATCH --cpus-per-task=4
#SBATCH --mem=8G
#SBATCH --time=12:00:00
#SBATCH --signal=B:INT@120
#SBATCH --requeue
set -euo pipefail

DATA=${DATA:-/shared/data}
MODELS=${MODELS:-/shared/models}
OUT=${OUT:-/shared/results}
PIPELINE=${PIPELINE:-two-stage}
SHARDS=8

if [ -n "${MERGE:-}" ]; then
  exec spinestream merge $(seq -f "$OUT/shard-%g" 0 $((SHARDS - 1))) --out "$OUT/whole"
fi

out="$OUT/shard-$SLURM_ARRAY_TASK_ID"
# Requeued or submitted again: there is a journal to continue. --signal sends an interrupt two minutes before the
# time is over; the run then finishes the studies in progress and ends in order.
rm -f "$out/run.lock" # of a task that is gone, perhaps on another node: an index runs once at a time
[ -f "$out/journal.jsonl" ] && resume=--resume || resume=
exec spinestream run "$PIPELINE" --studies "$DATA" --models "$MODELS" --out "$out" --shard "env/$SHARDS" \
  --threads "${SLURM_CPUS_PER_TASK:-4}" $resume
