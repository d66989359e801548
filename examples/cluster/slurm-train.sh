#!/bin/bash
# The 75 networks of the published ensemble, each in a task of its own.
#   spinestream train all --data /shared/data --out /shared/models --set pretrained=/shared/backbones --dry-run
# lists them; a task takes the one whose turn it is, and continues it where it was killed.
#SBATCH --job-name=spinestream-train
#SBATCH --array=0-74
#SBATCH --gres=gpu:1
#SBATCH --cpus-per-task=8
#SBATCH --mem=32G
#SBATCH --time=24:00:00
#SBATCH --requeue
set -euo pipefail
exec spinestream train all --data "${DATA:-/shared/data}" --out "${MODELS:-/shared/models}" \
  --set "pretrained=${BACKBONES:-/shared/backbones}" --shard env/75 --resume
