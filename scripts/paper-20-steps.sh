#!/usr/bin/env bash
# Runs the paper's three stages for 20 steps each, at the paper's size, on a set built from an NYUv2 container.
# The last columns of each log.csv are seconds per step and peak memory. Run it again to resume after an interruption.
# Usage: scripts/paper-20-steps.sh RUNS LABELED.mat [SPLITS.mat]
#   e.g. scripts/paper-20-steps.sh runs/paper data/nyuv2/nyu_depth_v2_labeled.mat
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:?give a folder for the runs}
labeled=${2:?give nyu_depth_v2_labeled.mat}
splits=()
[ -z "${3:-}" ] || splits=(--splits "$3")
mkdir -p "$out"
./clearer synthesize nyuv2 --labeled "$labeled" "${splits[@]}" --output "$out/NYUv2-BSR"
for stage in 1 2 3; do
  run=$out/stage$stage
  if [ -f "$run/model.safetensors" ]; then
    continue
  elif [ -f "$run/config.yml" ]; then
    ./clearer train --resume "$run"
    continue
  fi
  earlier=()
  if [ "$stage" = 3 ]; then
    earlier=(--set "stage.networks.0.initial=$out/stage1" --set "stage.networks.1.initial=$out/stage2")
  fi
  ./clearer train "configs/nyuv2-stage$stage.yml" --run "$run" --set "data.folder=$out/NYUv2-BSR" --set training.steps=20 \
    --set output.reportEvery=1 --set output.saveEvery=5 --set output.validationPictures=1 "${earlier[@]}"
done
tail -n 3 "$out"/stage*/log.csv
